package io.atlasoffsite.route;

import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.plan.Plan;
import org.apache.camel.Message;

/** The headers of the pack's routes, part of their contract (docs/routes.md). */
public final class Headers {

    /** Name of the Atlas access in offsite.yaml. */
    public static final String ATLAS = "OffsiteAtlas";
    /** Project id. */
    public static final String PROJECT = "OffsiteProject";
    /** Cluster name. */
    public static final String CLUSTER = "OffsiteCluster";
    /** Kind of cluster, or auto. */
    public static final String KIND = "OffsiteKind";
    /** Snapshot id. */
    public static final String SNAPSHOT_ID = "OffsiteSnapshotId";
    /** Until when to wait for Atlas, an instant in UTC. */
    public static final String DEADLINE = "OffsiteDeadline";
    /** Names of the stores a copy goes to, by comma; download jobs are remembered there. */
    public static final String STORES = "OffsiteStores";
    /** Id of the private endpoint an archive is fetched through; absent for the public address. */
    public static final String ENDPOINT_ID = "OffsiteEndpointId";
    /** Name of the plan, or {@code ad-hoc}. */
    public static final String PLAN = "OffsitePlan";
    /** Id of the request that all this is for. */
    public static final String REQUEST_ID = "OffsiteRequestId";
    /** Reason of a dead letter. */
    public static final String REASON = "OffsiteReason";
    /** Type of an event, so that a consumer of the queue can select by it. */
    public static final String EVENT_TYPE = "OffsiteEventType";
    /** Id of a dead letter. */
    public static final String LETTER_ID = "OffsiteLetterId";

    private Headers() {}

    /** Tells the routes, in headers, which request and plan they work on. */
    static void tell(Message message, CopyRequest request, Plan plan) {
        message.setHeader(REQUEST_ID, request.requestId());
        message.setHeader(PLAN, plan.name());
        message.setHeader(ATLAS, plan.atlas());
        message.setHeader(PROJECT, plan.project());
        message.setHeader(CLUSTER, plan.cluster());
        message.setHeader(KIND, plan.kind().word());
    }
}
