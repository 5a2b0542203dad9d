package io.atlasoffsite.plan;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes the plans that stand in no file. A test holds its defaults against the schema's. */
final class AdHocPlan {

    private static final Pattern PROJECT = Pattern.compile("[a-f0-9]{24}");
    private static final Pattern CLUSTER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,63}");
    private static final Duration DEADLINE = Duration.ofHours(6);

    private AdHocPlan() {}

    static Plan of(String atlas, String project, String cluster, ClusterKind kind, List<String> stores) {
        if (!PROJECT.matcher(project).matches()) {
            throw refused("project", project, "give the project's id, 24 hexadecimal digits as in the Atlas URL");
        }
        if (!CLUSTER.matcher(cluster).matches()) {
            throw refused("cluster", cluster, "give one cluster's name: 1 to 64 letters, digits and hyphens");
        }
        if (stores.isEmpty()) {
            throw refused("store", "", "name at least one store of offsite.yaml");
        }
        return new Plan(
                Plan.AD_HOC,
                atlas,
                project,
                cluster,
                List.of(),
                List.of(),
                kind,
                Optional.empty(),
                Plan.SnapshotChoice.LATEST,
                stores,
                Plan.Inspection.INLINE,
                DEADLINE,
                Optional.empty(),
                Plan.PruneMode.MANUAL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false);
    }

    private static OffsiteException refused(String what, String value, String remedy) {
        String shown =
                value.isEmpty() ? "no " + what + " was given" : "\"" + Text.sanitized(value) + "\" is no " + what;
        return OffsiteException.because(Reason.INVALID_REQUEST, shown)
                .hint(remedy)
                .build();
    }
}
