package io.atlasoffsite.sandbox;

import java.util.List;

/**
 * A cluster of the sandbox.
 *
 * @param version of its servers
 * @param replicaSets one, or one per shard and the config servers last
 * @param paused whether its servers stand still
 */
record Cluster(String projectId, String name, Kind kind, String version, List<String> replicaSets, boolean paused) {

    Cluster(String projectId, String name, Kind kind, String version, List<String> replicaSets) {
        this(projectId, name, kind, version, replicaSets, false);
    }

    String id() {
        return Seeds.id(projectId + "/" + name);
    }
}
