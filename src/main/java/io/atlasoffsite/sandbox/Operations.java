package io.atlasoffsite.sandbox;

/** Which code does which operation. Thread-safe. */
final class Operations {

    private final SnapshotOperations snapshots;
    private final JobOperations jobs;

    Operations(SnapshotOperations snapshots, JobOperations jobs) {
        this.snapshots = snapshots;
        this.jobs = jobs;
    }

    HttpReply run(Call call) {
        return switch (call.operation()) {
            case LIST_GROUPS -> snapshots.projects(call);
            case GET_GROUP -> snapshots.project(call);
            case LIST_FLEX_CLUSTERS, LIST_CLUSTERS, LIST_SERVERLESS -> snapshots.clusters(call);
            case GET_FLEX_CLUSTER, GET_CLUSTER, GET_SERVERLESS -> snapshots.cluster(call);
            case LIST_FLEX_SNAPSHOTS, LIST_SHARED_SNAPSHOTS -> snapshots.snapshots(call, Views::tenant);
            case GET_FLEX_SNAPSHOT, GET_SHARED_SNAPSHOT -> snapshots.snapshot(call, Views::tenant);
            case LIST_SNAPSHOTS -> snapshots.snapshots(call, Views::replicaSet);
            case GET_SNAPSHOT -> snapshots.snapshot(call, Views::replicaSet);
            case LIST_SHARDED_SNAPSHOTS -> snapshots.snapshots(call, Views::sharded);
            case GET_SHARDED_SNAPSHOT -> snapshots.snapshot(call, Views::sharded);
            case LIST_SERVERLESS_SNAPSHOTS -> snapshots.snapshots(call, Views::serverless);
            case GET_SERVERLESS_SNAPSHOT -> snapshots.snapshot(call, Views::serverless);
            case TAKE_SNAPSHOT -> snapshots.take(call);
            case DOWNLOAD_FLEX, DOWNLOAD_SHARED -> jobs.tenantDownload(call);
            case CREATE_FLEX_RESTORE, CREATE_SHARED_RESTORE -> jobs.tenantRestore(call);
            case CREATE_RESTORE -> jobs.dedicated(call);
            case CREATE_SERVERLESS_RESTORE -> jobs.serverless(call);
            case CANCEL_RESTORE -> jobs.cancel(call);
            case LIST_FLEX_RESTORES, LIST_SHARED_RESTORES, LIST_RESTORES, LIST_SERVERLESS_RESTORES -> jobs.list(call);
            case GET_FLEX_RESTORE, GET_SHARED_RESTORE, GET_RESTORE, GET_SERVERLESS_RESTORE -> jobs.one(call);
            case TOKEN, REVOKE, DOWNLOAD -> throw new IllegalStateException("no operation of the versioned API");
        };
    }
}
