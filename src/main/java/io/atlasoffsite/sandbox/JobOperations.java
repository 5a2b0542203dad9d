package io.atlasoffsite.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Downloads and restores of every kind. Thread-safe. */
final class JobOperations {

    private final Lookup lookup;
    private final Jobs jobs;
    private final SandboxOptions options;
    private final Clock clock;

    JobOperations(Lookup lookup, Jobs jobs, SandboxOptions options, Clock clock) {
        this.lookup = lookup;
        this.jobs = jobs;
        this.options = options;
        this.clock = clock;
    }

    HttpReply list(Call call) {
        List<Job> own = jobs.of(lookup.cluster(call));
        return call.list(own, job -> view(call, job));
    }

    HttpReply one(Call call) {
        return call.one(view(call, lookup.job(lookup.cluster(call), call.itemId())));
    }

    HttpReply cancel(Call call) {
        Job job = lookup.job(lookup.cluster(call), call.itemId());
        job.cancel(clock.instant());
        return call.none();
    }

    HttpReply tenantDownload(Call call) {
        Snapshot snapshot = lookup.snapshot(lookup.cluster(call), call.requiredId("snapshotId"));
        requireCompleted(snapshot);
        return call.one(view(call, jobs.download(snapshot, call.outcome())));
    }

    /** Restores whatever {@code deliveryType} says, as Atlas does. */
    HttpReply tenantRestore(Call call) {
        Snapshot snapshot = lookup.snapshot(lookup.cluster(call), call.requiredId("snapshotId"));
        requireCompleted(snapshot);
        String name = call.body().path("targetDeploymentItemName").asText("");
        if (name.isEmpty()) {
            throw ApiError.invalid("targetDeploymentItemName", "must be given");
        }
        String project = call.body().path("targetProjectId").asText(call.projectId());
        Job.Target target = new Job.Target(project, name);
        return restore(call, Job.Type.AUTOMATED, snapshot, target);
    }

    /** Restores like a dedicated cluster, and gives no downloads. */
    HttpReply serverless(Call call) {
        Cluster cluster = lookup.cluster(call);
        if (!call.body().path("deliveryType").asText("").equals("download")) {
            return clusterRestore(call, cluster);
        }
        lookup.snapshot(cluster, call.requiredId("snapshotId"));
        throw ApiError.of(
                403,
                "FEATURE_UNSUPPORTED",
                "Snapshots of serverless instances cannot be downloaded.",
                call.clusterName());
    }

    HttpReply dedicated(Call call) {
        Cluster cluster = lookup.cluster(call);
        boolean download = call.body().path("deliveryType").asText("").equals("download");
        return download ? dedicatedDownload(call, cluster) : clusterRestore(call, cluster);
    }

    private HttpReply clusterRestore(Call call, Cluster cluster) {
        String type = call.body().path("deliveryType").asText("");
        return switch (type) {
            case "automated" -> dedicatedRestore(call, Job.Type.AUTOMATED, cluster);
            case "pointInTime" -> dedicatedRestore(call, Job.Type.POINT_IN_TIME, cluster);
            default -> throw ApiError.invalid("deliveryType", "must be automated, download or pointInTime");
        };
    }

    private HttpReply dedicatedDownload(Call call, Cluster cluster) {
        Snapshot snapshot = lookup.snapshot(cluster, call.requiredId("snapshotId"));
        requireCompleted(snapshot);
        if (!snapshot.masterKey().isEmpty()) {
            throw ApiError.of(
                    400,
                    "CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION",
                    "Cannot download a snapshot that is encrypted with a customer-managed key.",
                    snapshot.id());
        }
        // One at a time, or two calls for one snapshot would both find no job yet.
        synchronized (jobs) {
            refuseCrowd(cluster, snapshot);
            return call.one(view(call, jobs.download(snapshot, call.outcome())));
        }
    }

    private void refuseCrowd(Cluster cluster, Snapshot snapshot) {
        List<Job> open = jobs.openDownloads(cluster);
        if (open.stream().anyMatch(job -> job.snapshot().id().equals(snapshot.id()))) {
            throw ApiError.of(
                    400,
                    "CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY",
                    "Snapshot " + snapshot.id() + " is already being downloaded.",
                    snapshot.id());
        }
        if (open.size() >= options.maxDownloads()) {
            throw ApiError.of(
                    400,
                    "TOO_MANY_SNAPSHOT_DOWNLOADS",
                    "Cluster " + cluster.name() + " has " + open.size() + " downloads already.",
                    cluster.name());
        }
    }

    private HttpReply dedicatedRestore(Call call, Job.Type type, Cluster cluster) {
        JsonNode body = call.body();
        if (body.path("targetClusterName").asText("").isEmpty()) {
            throw ApiError.invalid("targetClusterName", "must be given");
        }
        Job.Target target = new Job.Target(
                call.requiredId("targetGroupId"), body.path("targetClusterName").asText());
        boolean pointInTime = type == Job.Type.POINT_IN_TIME;
        if (pointInTime && !body.has("pointInTimeUTCSeconds") && !(body.has("oplogTs") && body.has("oplogInc"))) {
            throw ApiError.invalid("pointInTimeUTCSeconds", "or oplogTs and oplogInc must be given");
        }
        Snapshot snapshot = pointInTime && !body.has("snapshotId")
                ? newestCompleted(cluster)
                : lookup.snapshot(cluster, call.requiredId("snapshotId"));
        requireCompleted(snapshot);
        return restore(call, type, snapshot, target);
    }

    private HttpReply restore(Call call, Job.Type type, Snapshot snapshot, Job.Target target) {
        lookup.target(target, call.operation().family());
        synchronized (jobs) {
            if (jobs.restoring(target)) {
                throw ApiError.of(
                        409,
                        "ATLAS_CLUSTER_RESTORE_IN_PROGRESS",
                        "A restore of cluster " + target.clusterName() + " is in progress.",
                        target.clusterName());
            }
            return call.one(view(call, jobs.restore(type, snapshot, target, call.outcome())));
        }
    }

    private Snapshot newestCompleted(Cluster cluster) {
        return lookup.snapshots(cluster).stream()
                .filter(Snapshot::completed)
                .reduce((older, newer) -> newer)
                .orElseThrow(() ->
                        ApiError.of(404, "SNAPSHOT_NOT_FOUND", "Cluster " + cluster.name() + " has no snapshot."));
    }

    private static void requireCompleted(Snapshot snapshot) {
        if (snapshot.completed()) {
            return;
        }
        if (snapshot.trigger().equals("onDemand")) {
            throw ApiError.of(
                    400,
                    "UNFINISHED_ON_DEMAND_SNAPSHOT",
                    "Snapshot " + snapshot.id() + " is not finished.",
                    snapshot.id());
        }
        throw ApiError.of(
                409,
                "CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT",
                "Snapshot " + snapshot.id() + " is not complete.",
                snapshot.id());
    }

    private Map<String, Object> view(Call call, Job job) {
        Family family = call.operation().family();
        boolean tenant = family == Family.FLEX || family == Family.SHARED;
        return tenant ? JobViews.tenant(call, job, clock.instant()) : JobViews.dedicated(call, job, clock.instant());
    }
}
