package io.atlasoffsite.atlas;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * Makes the requests the pack sends, one method each. Names are checked here, so that nothing from outside reaches a path
 * unchecked; a bad one is an {@link io.atlasoffsite.OffsiteException} with reason {@code invalid-request}. The paths and version
 * dates are those of the public API reference.
 */
public final class AtlasCalls {

    /** The greatest page Atlas serves holds 500 items. */
    private static final String FIRST_PAGE = "itemsPerPage=500&pageNum=1";

    private static final String BASE = "/api/atlas/v2/groups";
    /** Long enough for a request that became a letter to be replayed after a weekend. */
    private static final int TAKEN_DAYS = 3;

    private static final String V2023 = "2023-01-01";
    private static final String V2024_CLUSTERS = "2024-08-05";
    private static final String V2024_FLEX = "2024-11-13";

    private AtlasCalls() {}

    /**
     * Lists the projects the identity can see.
     *
     * @return the call
     */
    public static AtlasCall listProjects() {
        return get("list-projects", Optional.empty(), BASE, FIRST_PAGE, V2023);
    }

    /**
     * Asks for one project.
     *
     * @param project its id
     * @return the call
     */
    public static AtlasCall getProject(String project) {
        return get("get-project", Optional.empty(), BASE + "/" + AtlasNames.project(project), "", V2023);
    }

    /**
     * Lists the clusters of a project that belong to one family.
     *
     * @param kind the family; dedicated and shared clusters stand in one list
     * @param project the project's id
     * @return the call
     */
    public static AtlasCall listClusters(ClusterKind kind, String project) {
        return get("list-clusters", Optional.of(kind), clusters(kind, project), FIRST_PAGE, clusterVersion(kind));
    }

    /**
     * Asks for one cluster.
     *
     * @param kind the family to ask
     * @param project the project's id
     * @param cluster the cluster's name
     * @return the call
     */
    public static AtlasCall getCluster(ClusterKind kind, String project, String cluster) {
        String path = clusters(kind, project) + "/" + AtlasNames.cluster(cluster);
        return get("get-cluster", Optional.of(kind), path, "", clusterVersion(kind));
    }

    /**
     * Asks for one snapshot.
     *
     * @param kind the cluster's kind
     * @param project the project's id
     * @param cluster the cluster's name
     * @param snapshot the snapshot's id
     * @return the call
     */
    public static AtlasCall getSnapshot(ClusterKind kind, String project, String cluster, String snapshot) {
        String path = snapshots(kind, project, cluster) + "/" + AtlasNames.snapshot(snapshot);
        return get("get-snapshot", Optional.of(kind), path, "", snapshotVersion(kind));
    }

    /**
     * Asks for one snapshot of a sharded cluster, whose snapshots have paths of their own.
     *
     * @param project the project's id
     * @param cluster the cluster's name
     * @param snapshot the snapshot's id
     * @return the call
     */
    public static AtlasCall getShardedSnapshot(String project, String cluster, String snapshot) {
        ClusterKind kind = ClusterKind.DEDICATED;
        String path = snapshots(kind, project, cluster) + "/shardedCluster/" + AtlasNames.snapshot(snapshot);
        return get("get-snapshot", Optional.of(kind), path, "", snapshotVersion(kind));
    }

    /**
     * Lists a sharded cluster's snapshots, the first page.
     *
     * @param project the project's id
     * @param cluster the cluster's name
     * @return the call
     */
    public static AtlasCall listShardedSnapshots(String project, String cluster) {
        ClusterKind kind = ClusterKind.DEDICATED;
        String path = snapshots(kind, project, cluster) + "/shardedClusters";
        return get("list-snapshots", Optional.of(kind), path, FIRST_PAGE, snapshotVersion(kind));
    }

    /**
     * Lists a cluster's snapshots, the first page.
     *
     * @param kind the cluster's kind
     * @param project the project's id
     * @param cluster the cluster's name
     * @return the call
     */
    public static AtlasCall listSnapshots(ClusterKind kind, String project, String cluster) {
        String path = snapshots(kind, project, cluster);
        return get("list-snapshots", Optional.of(kind), path, FIRST_PAGE, snapshotVersion(kind));
    }

    /**
     * Asks for a download of a snapshot. Sending it twice makes two jobs and two links, which is harmless for flex and shared
     * clusters; a dedicated cluster's job holds one of its few slots, so that this call is not repeatable. Serverless
     * instances refuse it.
     *
     * @param kind the cluster's kind
     * @param project the project's id
     * @param cluster the cluster's name
     * @param snapshot the snapshot's id
     * @return the call
     */
    public static AtlasCall requestDownload(ClusterKind kind, String project, String cluster, String snapshot) {
        boolean tenant = kind == ClusterKind.FLEX || kind == ClusterKind.SHARED;
        String path = backup(kind, project, cluster) + (tenant ? "/download" : "/restoreJobs");
        String type = tenant ? "" : "\"deliveryType\":\"download\",";
        String body = "{" + type + "\"snapshotId\":\"" + AtlasNames.snapshot(snapshot) + "\"}";
        return new AtlasCall(
                "request-download",
                Optional.of(kind),
                "POST",
                path,
                "",
                snapshotVersion(kind),
                Optional.of(body),
                kind != ClusterKind.DEDICATED);
    }

    /**
     * Lists the restore jobs of a cluster, downloads among them, the first page.
     *
     * @param kind the cluster's kind
     * @param project the project's id
     * @param cluster the cluster's name
     * @return the call
     */
    public static AtlasCall listJobs(ClusterKind kind, String project, String cluster) {
        String path = jobs(kind, project, cluster);
        return get("list-restore-jobs", Optional.of(kind), path, FIRST_PAGE, snapshotVersion(kind));
    }

    /**
     * Cancels a restore job of a dedicated cluster; of a download it withdraws the addresses and frees the slot.
     *
     * @param project the project's id
     * @param cluster the cluster's name
     * @param job the job's id
     * @return the call, answered with 204
     */
    public static AtlasCall cancelJob(String project, String cluster, String job) {
        ClusterKind kind = ClusterKind.DEDICATED;
        String path = jobs(kind, project, cluster) + "/" + AtlasNames.job(job);
        return new AtlasCall(
                "cancel-restore-job",
                Optional.of(kind),
                "DELETE",
                path,
                "",
                snapshotVersion(kind),
                Optional.empty(),
                true);
    }

    /**
     * Asks for a snapshot of a dedicated cluster, taken now. Sending it twice may take two.
     *
     * @param project the project's id
     * @param cluster the cluster's name
     * @param description by which the snapshot is found again; may hold any characters
     * @return the call
     */
    public static AtlasCall takeSnapshot(String project, String cluster, String description) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("description", description)
                .put("retentionInDays", TAKEN_DAYS)
                .toString();
        ClusterKind kind = ClusterKind.DEDICATED;
        String path = snapshots(kind, project, cluster);
        return new AtlasCall(
                "take-snapshot", Optional.of(kind), "POST", path, "", snapshotVersion(kind), Optional.of(body), false);
    }

    /**
     * Asks how a restore job, of which a download is one, is getting on.
     *
     * @param kind the cluster's kind
     * @param project the project's id
     * @param cluster the cluster's name
     * @param job the job's id
     * @return the call
     */
    public static AtlasCall getJob(ClusterKind kind, String project, String cluster, String job) {
        String path = jobs(kind, project, cluster) + "/" + AtlasNames.job(job);
        return get("get-restore-job", Optional.of(kind), path, "", snapshotVersion(kind));
    }

    /**
     * The same call for another page of its list.
     *
     * @param call the call that gave the page before
     * @param query the query of the next page, as Atlas's link has it
     * @return the call
     */
    static AtlasCall withQuery(AtlasCall call, String query) {
        return new AtlasCall(
                call.operation(),
                call.kind(),
                call.method(),
                call.path(),
                query,
                call.version(),
                call.body(),
                call.repeatable());
    }

    private static AtlasCall get(
            String operation, Optional<ClusterKind> kind, String path, String query, String version) {
        return new AtlasCall(operation, kind, "GET", path, query, version, Optional.empty(), true);
    }

    private static String clusters(ClusterKind kind, String project) {
        String resource = switch (kind) {
            case FLEX -> "/flexClusters";
            case DEDICATED, SHARED -> "/clusters";
            case SERVERLESS -> "/serverless";
        };
        return BASE + "/" + AtlasNames.project(project) + resource;
    }

    static String backup(ClusterKind kind, String project, String cluster) {
        String backup = clusters(kind, project) + "/" + AtlasNames.cluster(cluster) + "/backup";
        return kind == ClusterKind.SHARED ? backup + "/tenant" : backup;
    }

    static String jobs(ClusterKind kind, String project, String cluster) {
        return backup(kind, project, cluster) + (kind == ClusterKind.SHARED ? "/restores" : "/restoreJobs");
    }

    private static String snapshots(ClusterKind kind, String project, String cluster) {
        return backup(kind, project, cluster) + "/snapshots";
    }

    static String snapshotVersion(ClusterKind kind) {
        return kind == ClusterKind.FLEX ? V2024_FLEX : V2023;
    }

    private static String clusterVersion(ClusterKind kind) {
        return switch (kind) {
            case FLEX -> V2024_FLEX;
            case DEDICATED, SHARED -> V2024_CLUSTERS;
            case SERVERLESS -> V2023;
        };
    }
}
