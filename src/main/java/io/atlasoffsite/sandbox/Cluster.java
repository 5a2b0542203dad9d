package io.atlasoffsite.sandbox;

import java.util.List;

/**
 * A cluster of the sandbox.
 *
 * @param version of its servers
 * @param replicaSets one, or one per shard and the config servers last
 */
record Cluster(String projectId, String name, Kind kind, String version, List<String> replicaSets) {

    String id() {
        return Seeds.id(projectId + "/" + name);
    }
}
