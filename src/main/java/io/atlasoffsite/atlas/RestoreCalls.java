package io.atlasoffsite.atlas;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the requests that restore in Atlas. Each wipes its target, so none is repeatable: when nobody knows what became of one, the
 * cluster's restore jobs tell. Names are checked as in {@link AtlasCalls}. The bodies hold what the public API reference lists for
 * each kind and nothing else: a flex cluster restores whatever {@code deliveryType} says, so it is never sent there.
 */
public final class RestoreCalls {

    private RestoreCalls() {}

    /**
     * Asks for the restore of a snapshot.
     *
     * @param source whose snapshot it is
     * @param snapshot the snapshot's id
     * @param target which cluster is wiped and filled
     * @return the call
     */
    public static AtlasCall ofSnapshot(RestoreJob.Source source, String snapshot, RestoreJob.Target target) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (tenant(source.kind())) {
            body.put("snapshotId", AtlasNames.snapshot(snapshot))
                    .put("targetDeploymentItemName", AtlasNames.cluster(target.cluster()))
                    .put("targetProjectId", AtlasNames.project(target.project()));
        } else {
            body.put("deliveryType", RestoreJob.AUTOMATED).put("snapshotId", AtlasNames.snapshot(snapshot));
            address(body, target);
        }
        return post(source, body);
    }

    /**
     * Asks for the restore of what a cluster held at a moment, from its continuous backup.
     *
     * @param source a dedicated cluster or serverless instance; the other kinds have no continuous backup
     * @param moment which moment, UTC; Atlas knows whole seconds
     * @param target which cluster is wiped and filled
     * @return the call
     * @throws IllegalArgumentException for a flex or shared cluster
     */
    public static AtlasCall ofMoment(RestoreJob.Source source, Instant moment, RestoreJob.Target target) {
        ObjectNode body = pointInTime(source).put("pointInTimeUTCSeconds", moment.getEpochSecond());
        address(body, target);
        return post(source, body);
    }

    /**
     * The same up to an entry of the oplog.
     *
     * @param source as {@link #ofMoment}
     * @param oplogTs the entry's second, since 1970, UTC
     * @param oplogInc its number in that second
     * @param target which cluster is wiped and filled
     * @return the call
     * @throws IllegalArgumentException for a flex or shared cluster
     */
    public static AtlasCall ofOplog(RestoreJob.Source source, long oplogTs, long oplogInc, RestoreJob.Target target) {
        ObjectNode body = pointInTime(source).put("oplogTs", oplogTs).put("oplogInc", oplogInc);
        address(body, target);
        return post(source, body);
    }

    private static ObjectNode pointInTime(RestoreJob.Source source) {
        if (tenant(source.kind())) {
            throw new IllegalArgumentException(source.kind() + " clusters cannot be restored to a moment");
        }
        return JsonNodeFactory.instance.objectNode().put("deliveryType", RestoreJob.POINT_IN_TIME);
    }

    private static void address(ObjectNode body, RestoreJob.Target target) {
        body.put("targetClusterName", AtlasNames.cluster(target.cluster()))
                .put("targetGroupId", AtlasNames.project(target.project()));
    }

    /** Shared clusters alone list their restores by another name than they make them. */
    private static AtlasCall post(RestoreJob.Source source, ObjectNode body) {
        ClusterKind kind = source.kind();
        String path = kind == ClusterKind.SHARED
                ? AtlasCalls.backup(kind, source.project(), source.cluster()) + "/restore"
                : AtlasCalls.jobs(kind, source.project(), source.cluster());
        return new AtlasCall(
                "restore-in-atlas",
                Optional.of(kind),
                "POST",
                path,
                "",
                AtlasCalls.snapshotVersion(kind),
                Optional.of(body.toString()),
                false);
    }

    private static boolean tenant(ClusterKind kind) {
        return kind == ClusterKind.FLEX || kind == ClusterKind.SHARED;
    }
}
