package io.atlasoffsite.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every operation of the sandbox, under the name ({@link #id()}) that faults match. {@code token}, {@code revokeToken} and
 * {@code download} stand outside the versioned API; {@code download} is every request to the download host.
 */
public enum Operation {
    /** GET /groups. */
    LIST_GROUPS("listGroups", "GET", "/groups", Family.PROJECT),
    /** GET /groups/{groupId}. */
    GET_GROUP("getGroup", "GET", "/groups/{groupId}", Family.PROJECT),
    /** GET …/flexClusters. */
    LIST_FLEX_CLUSTERS("listFlexClusters", "GET", "/groups/{groupId}/flexClusters", Family.FLEX),
    /** GET …/flexClusters/{name}. */
    GET_FLEX_CLUSTER("getFlexCluster", "GET", "/groups/{groupId}/flexClusters/{name}", Family.FLEX),
    /** GET …/flexClusters/{name}/backup/snapshots. */
    LIST_FLEX_SNAPSHOTS(
            "listFlexBackupSnapshots", "GET", "/groups/{groupId}/flexClusters/{name}/backup/snapshots", Family.FLEX),
    /** GET …/flexClusters/{name}/backup/snapshots/{snapshotId}. */
    GET_FLEX_SNAPSHOT(
            "getFlexBackupSnapshot",
            "GET",
            "/groups/{groupId}/flexClusters/{name}/backup/snapshots/{snapshotId}",
            Family.FLEX),
    /** POST …/flexClusters/{name}/backup/download. */
    DOWNLOAD_FLEX("downloadFlexBackup", "POST", "/groups/{groupId}/flexClusters/{name}/backup/download", Family.FLEX),
    /** GET …/flexClusters/{name}/backup/restoreJobs. */
    LIST_FLEX_RESTORES(
            "listFlexBackupRestoreJobs",
            "GET",
            "/groups/{groupId}/flexClusters/{name}/backup/restoreJobs",
            Family.FLEX),
    /** POST …/flexClusters/{name}/backup/restoreJobs. */
    CREATE_FLEX_RESTORE(
            "createFlexBackupRestoreJob",
            "POST",
            "/groups/{groupId}/flexClusters/{name}/backup/restoreJobs",
            Family.FLEX),
    /** GET …/flexClusters/{name}/backup/restoreJobs/{restoreJobId}. */
    GET_FLEX_RESTORE(
            "getFlexBackupRestoreJob",
            "GET",
            "/groups/{groupId}/flexClusters/{name}/backup/restoreJobs/{restoreJobId}",
            Family.FLEX),
    /** GET …/clusters/{name}/backup/tenant/snapshots. */
    LIST_SHARED_SNAPSHOTS(
            "listSharedClusterBackups",
            "GET",
            "/groups/{groupId}/clusters/{name}/backup/tenant/snapshots",
            Family.SHARED),
    /** GET …/clusters/{name}/backup/tenant/snapshots/{snapshotId}. */
    GET_SHARED_SNAPSHOT(
            "getBackupTenantSnapshot",
            "GET",
            "/groups/{groupId}/clusters/{name}/backup/tenant/snapshots/{snapshotId}",
            Family.SHARED),
    /** POST …/clusters/{name}/backup/tenant/download. */
    DOWNLOAD_SHARED(
            "downloadSharedClusterBackup",
            "POST",
            "/groups/{groupId}/clusters/{name}/backup/tenant/download",
            Family.SHARED),
    /** POST …/clusters/{name}/backup/tenant/restore. */
    CREATE_SHARED_RESTORE(
            "createSharedClusterBackupRestoreJob",
            "POST",
            "/groups/{groupId}/clusters/{name}/backup/tenant/restore",
            Family.SHARED),
    /** GET …/clusters/{name}/backup/tenant/restores. */
    LIST_SHARED_RESTORES(
            "listSharedClusterBackupRestoreJobs",
            "GET",
            "/groups/{groupId}/clusters/{name}/backup/tenant/restores",
            Family.SHARED),
    /** GET …/clusters/{name}/backup/tenant/restores/{restoreJobId}. */
    GET_SHARED_RESTORE(
            "getSharedClusterBackupRestoreJob",
            "GET",
            "/groups/{groupId}/clusters/{name}/backup/tenant/restores/{restoreJobId}",
            Family.SHARED),
    /** GET …/clusters. */
    LIST_CLUSTERS("listClusters", "GET", "/groups/{groupId}/clusters", Family.CLUSTERS),
    /** GET …/clusters/{name}. */
    GET_CLUSTER("getCluster", "GET", "/groups/{groupId}/clusters/{name}", Family.CLUSTERS),
    /** GET …/clusters/{name}/backup/snapshots. */
    LIST_SNAPSHOTS(
            "listReplicaSetBackups", "GET", "/groups/{groupId}/clusters/{name}/backup/snapshots", Family.DEDICATED),
    /** POST …/clusters/{name}/backup/snapshots. */
    TAKE_SNAPSHOT("takeSnapshot", "POST", "/groups/{groupId}/clusters/{name}/backup/snapshots", Family.DEDICATED),
    /** GET …/clusters/{name}/backup/snapshots/shardedClusters. */
    LIST_SHARDED_SNAPSHOTS(
            "listShardedClusterBackups",
            "GET",
            "/groups/{groupId}/clusters/{name}/backup/snapshots/shardedClusters",
            Family.DEDICATED),
    /** GET …/clusters/{name}/backup/snapshots/shardedCluster/{snapshotId}. */
    GET_SHARDED_SNAPSHOT(
            "getShardedClusterBackup",
            "GET",
            "/groups/{groupId}/clusters/{name}/backup/snapshots/shardedCluster/{snapshotId}",
            Family.DEDICATED),
    /** GET …/clusters/{name}/backup/snapshots/{snapshotId}. */
    GET_SNAPSHOT(
            "getReplicaSetBackup",
            "GET",
            "/groups/{groupId}/clusters/{name}/backup/snapshots/{snapshotId}",
            Family.DEDICATED),
    /** GET …/clusters/{name}/backup/restoreJobs. */
    LIST_RESTORES(
            "listBackupRestoreJobs", "GET", "/groups/{groupId}/clusters/{name}/backup/restoreJobs", Family.DEDICATED),
    /** POST …/clusters/{name}/backup/restoreJobs. */
    CREATE_RESTORE(
            "createBackupRestoreJob", "POST", "/groups/{groupId}/clusters/{name}/backup/restoreJobs", Family.DEDICATED),
    /** GET …/clusters/{name}/backup/restoreJobs/{restoreJobId}. */
    GET_RESTORE(
            "getBackupRestoreJob",
            "GET",
            "/groups/{groupId}/clusters/{name}/backup/restoreJobs/{restoreJobId}",
            Family.DEDICATED),
    /** DELETE …/clusters/{name}/backup/restoreJobs/{restoreJobId}. */
    CANCEL_RESTORE(
            "cancelBackupRestoreJob",
            "DELETE",
            "/groups/{groupId}/clusters/{name}/backup/restoreJobs/{restoreJobId}",
            Family.DEDICATED),
    /** GET …/serverless. */
    LIST_SERVERLESS("listServerlessInstances", "GET", "/groups/{groupId}/serverless", Family.SERVERLESS),
    /** GET …/serverless/{name}. */
    GET_SERVERLESS("getServerlessInstance", "GET", "/groups/{groupId}/serverless/{name}", Family.SERVERLESS),
    /** GET …/serverless/{name}/backup/snapshots. */
    LIST_SERVERLESS_SNAPSHOTS(
            "listServerlessBackups", "GET", "/groups/{groupId}/serverless/{name}/backup/snapshots", Family.SERVERLESS),
    /** GET …/serverless/{name}/backup/snapshots/{snapshotId}. */
    GET_SERVERLESS_SNAPSHOT(
            "getServerlessBackup",
            "GET",
            "/groups/{groupId}/serverless/{name}/backup/snapshots/{snapshotId}",
            Family.SERVERLESS),
    /** GET …/serverless/{name}/backup/restoreJobs. */
    LIST_SERVERLESS_RESTORES(
            "listServerlessBackupRestoreJobs",
            "GET",
            "/groups/{groupId}/serverless/{name}/backup/restoreJobs",
            Family.SERVERLESS),
    /** POST …/serverless/{name}/backup/restoreJobs. */
    CREATE_SERVERLESS_RESTORE(
            "createServerlessBackupRestoreJob",
            "POST",
            "/groups/{groupId}/serverless/{name}/backup/restoreJobs",
            Family.SERVERLESS),
    /** GET …/serverless/{name}/backup/restoreJobs/{restoreJobId}. */
    GET_SERVERLESS_RESTORE(
            "getServerlessBackupRestoreJob",
            "GET",
            "/groups/{groupId}/serverless/{name}/backup/restoreJobs/{restoreJobId}",
            Family.SERVERLESS),
    /** POST /api/oauth/token. */
    TOKEN("token", "POST", "", Family.PROJECT),
    /** POST /api/oauth/revoke. */
    REVOKE("revokeToken", "POST", "", Family.PROJECT),
    /** GET or HEAD on the download host. */
    DOWNLOAD("download", "GET", "", Family.PROJECT);

    private final String id;
    private final String method;
    private final Family family;
    private final List<String> pattern;

    Operation(String id, String method, String path, Family family) {
        this.id = id;
        this.method = method;
        this.family = family;
        this.pattern = path.isEmpty() ? List.of() : List.of(path.substring(1).split("/"));
    }

    /** The name that faults use and {@link RecordedRequest} shows. */
    public String id() {
        return id;
    }

    String method() {
        return method;
    }

    Family family() {
        return family;
    }

    /** The values of the path's placeholders in order, when this path (already split) is of this operation. */
    Optional<List<String>> match(List<String> path) {
        if (pattern.isEmpty() || pattern.size() != path.size()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            if (pattern.get(i).startsWith("{")) {
                values.add(path.get(i));
            } else if (!pattern.get(i).equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** The placeholder at this position among the placeholders. */
    String placeholder(int index) {
        String name =
                pattern.stream().filter(part -> part.startsWith("{")).toList().get(index);
        return name.substring(1, name.length() - 1);
    }
}
