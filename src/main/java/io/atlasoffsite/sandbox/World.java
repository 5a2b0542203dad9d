package io.atlasoffsite.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The projects, clusters and snapshots there are. Thread-safe. */
final class World {

    /** Of another customer: every call for it is answered with 401. */
    static final String FOREIGN_PROJECT = "5f0000000000000000000001";

    private final Map<String, String> projects = new LinkedHashMap<>();
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();

    synchronized void addProject(String id, String name) {
        projects.put(id, name);
    }

    synchronized void addCluster(Cluster cluster) {
        clusters.put(cluster.projectId() + "/" + cluster.name(), cluster);
    }

    synchronized void put(Snapshot snapshot) {
        snapshots.put(snapshot.id(), snapshot);
    }

    synchronized void delete(String snapshotId) {
        snapshots.remove(snapshotId);
    }

    /** Names by id. */
    synchronized Map<String, String> projects() {
        return new LinkedHashMap<>(projects);
    }

    synchronized Optional<Cluster> cluster(String projectId, String name) {
        return Optional.ofNullable(clusters.get(projectId + "/" + name));
    }

    synchronized List<Cluster> clusters(String projectId) {
        return clusters.values().stream()
                .filter(cluster -> cluster.projectId().equals(projectId))
                .toList();
    }

    synchronized Optional<Snapshot> snapshot(String id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    /** Oldest first. */
    synchronized List<Snapshot> snapshots(Cluster cluster) {
        List<Snapshot> own = new ArrayList<>();
        for (Snapshot snapshot : snapshots.values()) {
            if (snapshot.cluster().equals(cluster)) {
                own.add(snapshot);
            }
        }
        own.sort((one, other) -> one.scheduled().compareTo(other.scheduled()));
        return own;
    }

    /** The snapshot after one more look at it. */
    synchronized Optional<Snapshot> look(String id) {
        snapshots.computeIfPresent(id, (key, snapshot) -> snapshot.looked());
        return snapshot(id);
    }
}
