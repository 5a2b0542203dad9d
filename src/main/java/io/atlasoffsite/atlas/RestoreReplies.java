package io.atlasoffsite.atlas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the JSON of replies about in-Atlas restores, as leniently as {@link Replies}. */
public final class RestoreReplies {

    private RestoreReplies() {}

    /**
     * Reads one restore job.
     *
     * @param kind the kind of cluster that was asked
     * @param body the reply
     * @return the job
     */
    public static RestoreJob job(ClusterKind kind, JsonNode body) {
        boolean tenant = kind == ClusterKind.FLEX || kind == ClusterKind.SHARED;
        String words = tenant ? Replies.text(body, "status") : Replies.flag(body);
        RestoreJob.Target target = tenant
                ? target(body, "targetProjectId", "targetDeploymentItemName")
                : target(body, "targetGroupId", "targetClusterName");
        return new RestoreJob(
                Replies.id(body, "restore job"),
                kind,
                Replies.text(body, "deliveryType"),
                Replies.text(body, "snapshotId"),
                second(body),
                target,
                state(words),
                words);
    }

    /**
     * Reads one page of restore jobs.
     *
     * @param kind the kind of cluster that was asked
     * @param body the reply
     * @return the restores among them in Atlas's order; downloads are left out
     */
    public static List<RestoreJob> jobs(ClusterKind kind, JsonNode body) {
        List<RestoreJob> jobs = new ArrayList<>();
        for (JsonNode item : body.path("results")) {
            if (!Replies.text(item, "deliveryType").equalsIgnoreCase("download")) {
                jobs.add(job(kind, item));
            }
        }
        return List.copyOf(jobs);
    }

    /**
     * Reads one cluster.
     *
     * @param family the family that was asked; dedicated and shared clusters are told apart here
     * @param body the reply
     * @return the cluster
     */
    public static ClusterState cluster(ClusterKind family, JsonNode body) {
        boolean mixed = family == ClusterKind.DEDICATED || family == ClusterKind.SHARED;
        ClusterKind kind = mixed ? KindHints.ofCluster(body) : family;
        String version = Replies.text(body, "mongoDBVersion");
        return new ClusterState(
                Replies.text(body, "name"),
                kind,
                body.path("paused").asBoolean(false),
                Replies.text(body, "stateName"),
                version.isEmpty() ? Replies.text(body, "mongoDBMajorVersion") : version,
                kind == ClusterKind.DEDICATED && KindHints.sharded(body),
                shards(body.path("replicationSpecs")));
    }

    /** Newer versions have one entry for each shard, older ones a number in each. */
    private static OptionalInt shards(JsonNode specs) {
        if (!specs.isArray() || specs.isEmpty()) {
            return OptionalInt.empty();
        }
        int shards = 0;
        for (JsonNode spec : specs) {
            shards += Math.max(1, spec.path("numShards").asInt(1));
        }
        return OptionalInt.of(shards);
    }

    /** Atlas names the second it was given, or that of the oplog entry. */
    private static OptionalLong second(JsonNode body) {
        long named = body.path("pointInTimeUTCSeconds").asLong(0);
        long second = named > 0 ? named : body.path("oplogTs").asLong(0);
        return second > 0 ? OptionalLong.of(second) : OptionalLong.empty();
    }

    private static RestoreJob.Target target(JsonNode body, String project, String cluster) {
        return new RestoreJob.Target(Replies.text(body, project), Replies.text(body, cluster));
    }

    /** A word nobody knows yet is no end: the job is looked at again. */
    private static RestoreJob.State state(String words) {
        return switch (words.toLowerCase(Locale.ROOT)) {
            case "completed", "finished" -> RestoreJob.State.COMPLETED;
            case "failed" -> RestoreJob.State.FAILED;
            case "cancelled", "canceled" -> RestoreJob.State.CANCELLED;
            case "expired" -> RestoreJob.State.EXPIRED;
            default -> RestoreJob.State.RUNNING;
        };
    }
}
