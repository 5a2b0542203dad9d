package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.ClusterState;
import io.atlasoffsite.atlas.RestoreJob;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must hold of the target itself. Atlas looks too, but some of it only after it has wiped the target. Where Atlas does not tell
 * something, nothing is refused for it. Stateless.
 */
final class TargetGuard {

    /** A cluster that is being made, goes away or has lost servers; one that Atlas updates can wait for its turn. */
    private static final Set<String> UNUSABLE = Set.of("CREATING", "DELETING", "DELETED", "REPAIRING");

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
        if (!takes(target.kind(), source.kind())) {
            throw unfit(
                    name,
                    "is " + target.kind() + ", and the snapshot is of a " + source.kind() + " cluster",
                    "choose a target of the same kind; of a flex or shared cluster also a dedicated one");
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
        versions(target, source, version, name);
    }

    /** The public API reference has tenants' snapshots go to tenants of the same kind and to dedicated clusters, and no others anywhere else. */
    private static boolean takes(ClusterKind target, ClusterKind source) {
        return target == source || tenant(source) && target == ClusterKind.DEDICATED;
    }

    private static boolean tenant(ClusterKind kind) {
        return kind == ClusterKind.FLEX || kind == ClusterKind.SHARED;
    }

    /**
     * A server reads the files of its own major version and mostly of the one before, never of a later one; for tenants Atlas wants
     * the very same one, says the public API reference of their restore jobs.
     */
    private static void versions(ClusterState target, ClusterState source, String version, RestoreJob.Target name) {
        OptionalInt order = order(target.version(), version);
        if (order.isPresent() && (order.getAsInt() < 0 || tenant(source.kind()) && order.getAsInt() > 0)) {
            throw unfit(
                    name,
                    "runs MongoDB " + target.version() + ", and what is restored is of " + version,
                    "choose a target with the same major version");
        }
    }

    /** The refusal of a target that is not there. */
    static OffsiteException missing(RestoreJob.Target name, OffsiteException notFound) {
        return RestoreGuards.refused("the target " + name + " does not exist: " + notFound.getMessage())
                .answer(notFound.status(), notFound.code())
                .hint("make the cluster in Atlas first, or choose another one")
                .build();
    }

    /** Both must have as many, says Atlas's manual of restores from snapshots. */
    private static void shards(ClusterState target, ClusterState source, RestoreJob.Target name) {
        boolean told = target.shards().isPresent() && source.shards().isPresent();
        if (told && target.shards().getAsInt() != source.shards().getAsInt()) {
            throw unfit(
                    name,
                    "has " + target.shards().getAsInt() + " shards, and the source has "
                            + source.shards().getAsInt(),
                    "choose a target with as many shards");
        }
    }

    /** How the major versions compare; empty where one is not known. */
    private static OptionalInt order(String target, String wanted) {
        Optional<int[]> ours = major(target);
        Optional<int[]> theirs = major(wanted);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return OptionalInt.empty();
        }
        int difference = Integer.compare(ours.get()[0], theirs.get()[0]);
        return OptionalInt.of(difference == 0 ? Integer.compare(ours.get()[1], theirs.get()[1]) : difference);
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
