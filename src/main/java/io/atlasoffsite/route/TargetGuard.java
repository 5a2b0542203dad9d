package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.ClusterState;
import io.atlasoffsite.atlas.RestoreJob;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must hold of the target itself. Atlas looks too, but some of it only after it has wiped the target. Where Atlas does not tell
 * something, nothing is refused for it. Stateless.
 */
final class TargetGuard {

    /** A cluster that is being made has no use for a restore, and one that goes away none either. */
    private static final Set<String> UNUSABLE = Set.of("CREATING", "DELETING", "DELETED");

    private static final Pattern MAJOR = Pattern.compile("([0-9]+)\\.([0-9]+).*");

    private TargetGuard() {}

    /**
     * Looks whether the target can take what is restored.
     *
     * @param target what Atlas says of the target
     * @param source what Atlas says of the cluster the snapshot is of
     * @param version the server version of what is restored, empty when Atlas does not say
     * @param name the target's project and name
     */
    static void check(ClusterState target, ClusterState source, String version, RestoreJob.Target name) {
        if (target.paused()) {
            throw unfit(name, "is paused", "resume it in Atlas, then ask again");
        }
        if (UNUSABLE.contains(target.stateName())) {
            throw unfit(name, "is " + target.stateName(), "wait until it is IDLE, or choose another one");
        }
        if (target.kind() != source.kind()) {
            throw unfit(
                    name,
                    "is " + target.kind() + ", and the snapshot is of a " + source.kind() + " cluster",
                    "choose a target of the same kind");
        }
        if (target.sharded() != source.sharded()) {
            throw unfit(
                    name,
                    target.sharded()
                            ? "is sharded, and the source is not"
                            : "is a replica set, and the source is sharded",
                    "choose a target of the same topology");
        }
        shards(target, source, name);
        if (older(target.version(), version)) {
            throw unfit(
                    name,
                    "runs MongoDB " + target.version() + ", and what is restored is of " + version,
                    "upgrade it, or choose a target with the same major version");
        }
    }

    /** The refusal of a target that is not there. */
    static OffsiteException missing(RestoreJob.Target name, OffsiteException notFound) {
        return RestoreGuards.refused("the target " + name + " does not exist: " + notFound.getMessage())
                .answer(notFound.status(), notFound.code())
                .hint("make the cluster in Atlas first, or choose another one")
                .build();
    }

    private static void shards(ClusterState target, ClusterState source, RestoreJob.Target name) {
        boolean told = target.shards().isPresent() && source.shards().isPresent();
        if (told && target.shards().getAsInt() < source.shards().getAsInt()) {
            throw unfit(
                    name,
                    "has " + target.shards().getAsInt() + " shards, and the source has "
                            + source.shards().getAsInt(),
                    "choose a target with as many shards");
        }
    }

    /** A server reads the files of its own major version and mostly of the one before, never of a later one. */
    private static boolean older(String target, String wanted) {
        Optional<int[]> ours = major(target);
        Optional<int[]> theirs = major(wanted);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return false;
        }
        int difference = Integer.compare(ours.get()[0], theirs.get()[0]);
        return difference < 0 || difference == 0 && ours.get()[1] < theirs.get()[1];
    }

    private static Optional<int[]> major(String version) {
        Matcher matcher = MAJOR.matcher(version);
        return matcher.matches() && version.length() < 40
                ? Optional.of(new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))})
                : Optional.empty();
    }

    private static OffsiteException unfit(RestoreJob.Target name, String how, String hint) {
        return RestoreGuards.refused("the target " + name + " " + how)
                .hint(hint)
                .build();
    }
}
