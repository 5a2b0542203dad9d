package io.atlasoffsite.sandbox;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Projects and clusters as the API shows them. */
final class ClusterViews {

    private static final String CREATED = "2025-05-04T09:42:00Z";

    private ClusterViews() {}

    static Map<String, Object> project(Call call, String id, String name, int clusters) {
        return Json.object(
                "clusterCount", clusters,
                "created", CREATED,
                "id", id,
                "links", call.self("/groups/" + id),
                "name", name,
                "orgId", Seeds.id("organization"),
                "withDefaultAlertsSettings", true);
    }

    static Map<String, Object> flex(Call call, Cluster cluster) {
        Map<String, Object> view = common(call, cluster, "/flexClusters/");
        view.put("backupSettings", Json.object("enabled", true));
        view.put("clusterType", "REPLICASET");
        view.put("providerSettings", provider("FLEX"));
        view.put("tags", List.of());
        return view;
    }

    static Map<String, Object> serverless(Call call, Cluster cluster) {
        Map<String, Object> view = common(call, cluster, "/serverless/");
        view.put("providerSettings", provider("SERVERLESS"));
        view.put("serverlessBackupOptions", Json.object("serverlessContinuousBackupEnabled", false));
        return view;
    }

    static Map<String, Object> dedicated(Call call, Cluster cluster) {
        boolean shared = cluster.kind() == Kind.SHARED;
        Map<String, Object> view = common(call, cluster, "/clusters/");
        view.put("backupEnabled", !shared);
        view.put("clusterType", cluster.kind() == Kind.SHARDED ? "SHARDED" : "REPLICASET");
        view.put("encryptionAtRestProvider", "NONE");
        view.put("mongoDBMajorVersion", cluster.version().substring(0, 3));
        view.put("paused", cluster.paused());
        view.put("pitEnabled", !shared);
        int shards = cluster.kind() == Kind.SHARDED ? cluster.replicaSets().size() - 1 : 1;
        view.put(
                "replicationSpecs",
                IntStream.range(0, shards)
                        .mapToObj(shard -> replicationSpec(cluster, shard))
                        .toList());
        return view;
    }

    private static Map<String, Object> replicationSpec(Cluster cluster, int shard) {
        boolean shared = cluster.kind() == Kind.SHARED;
        Map<String, Object> region = Json.object(
                "electableSpecs",
                Json.object("instanceSize", shared ? "M2" : "M30", "nodeCount", 3),
                "priority",
                7,
                "providerName",
                shared ? "TENANT" : "AWS",
                "regionName",
                "EU_CENTRAL_1");
        if (shared) {
            region.put("backingProviderName", "AWS");
        }
        String id = Seeds.id(cluster.id() + "/spec/" + shard);
        return Json.object("id", id, "regionConfigs", List.of(region), "zoneName", "Zone 1");
    }

    private static Map<String, Object> common(Call call, Cluster cluster, String family) {
        String host = cluster.name() + ".sandbox.mongodb.net";
        return Json.object(
                "connectionStrings", Json.object("standardSrv", "mongodb+srv://" + host),
                "createDate", CREATED,
                "groupId", cluster.projectId(),
                "id", cluster.id(),
                "links", call.self("/groups/" + cluster.projectId() + family + cluster.name()),
                "mongoDBVersion", cluster.version(),
                "name", cluster.name(),
                "stateName", "IDLE",
                "terminationProtectionEnabled", false,
                "versionReleaseSystem", "LTS");
    }

    private static Map<String, Object> provider(String name) {
        return Json.object(
                "backingProviderName", "AWS", "diskSizeGB", 5.0, "providerName", name, "regionName", "EU_CENTRAL_1");
    }
}
