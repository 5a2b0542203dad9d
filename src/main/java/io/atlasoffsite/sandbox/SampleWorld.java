package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Fills a world with the sample project. Names and ids never change; times follow the clock. */
final class SampleWorld {

    static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    static final String EMPTY_PROJECT = "32b6e34b3d91647abb20e7b9";

    private static final Duration WEEK = Duration.ofDays(8);
    private static final String MASTER_KEY = "2f4b3c5d-6e7f-4a8b-9c0d-1e2f3a4b5c6d";

    private final World world = new World();
    private final SandboxOptions options;
    private final Instant now;

    private SampleWorld(SandboxOptions options, Clock clock) {
        this.options = options;
        this.now = clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));
    }

    static World make(SandboxOptions options, Clock clock) {
        SampleWorld sample = new SampleWorld(options, clock);
        sample.world.addProject(PROJECT, "sandbox");
        sample.world.addProject(EMPTY_PROJECT, "sandbox-empty");
        sample.flex();
        sample.shared();
        sample.replicaSet();
        sample.sharded();
        sample.serverless();
        sample.generated();
        if (options.restoreTargets()) {
            RestoreTargets.addTo(sample.world);
        }
        return sample.world;
    }

    private void flex() {
        Cluster cluster = cluster("flex-orders", Kind.FLEX, "8.0.29", List.of("flex-orders"));
        if (wanted(cluster)) {
            dailies(cluster, SnapshotState.RUNNING, 3);
            world.put(daily(cluster, 7, SnapshotState.COMPLETED).withFixture());
        }
    }

    private void shared() {
        Cluster cluster = cluster("m2-legacy", Kind.SHARED, "7.0.24", List.of("m2-legacy"));
        if (wanted(cluster)) {
            dailies(cluster, SnapshotState.QUEUED, 5);
        }
    }

    private void dailies(Cluster cluster, SnapshotState newest, int failed) {
        for (int age = 7; age > 0; age--) {
            world.put(daily(cluster, age, age == failed ? SnapshotState.FAILED : SnapshotState.COMPLETED));
        }
        world.put(daily(cluster, 0, newest));
    }

    private void replicaSet() {
        Cluster cluster = cluster("rs-billing", Kind.REPLICA_SET, "8.0.29", List.of("atlas-rsbill-shard-0"));
        if (!wanted(cluster)) {
            return;
        }
        world.put(daily(cluster, 60, SnapshotState.COMPLETED)
                .triggered("monthly", "scheduled")
                .encrypted(MASTER_KEY));
        world.put(daily(cluster, 30, SnapshotState.COMPLETED).triggered("monthly", "scheduled"));
        world.put(daily(cluster, 14, SnapshotState.COMPLETED).triggered("weekly", "scheduled"));
        world.put(daily(cluster, 7, SnapshotState.COMPLETED).triggered("weekly", "fallback"));
        world.put(daily(cluster, 5, SnapshotState.FAILED));
        world.put(daily(cluster, 4, SnapshotState.COMPLETED)
                .triggered("ondemand", "onDemand")
                .described("before the migration"));
        world.put(daily(cluster, 3, SnapshotState.COMPLETED));
        world.put(daily(cluster, 2, SnapshotState.COMPLETED));
        world.put(daily(cluster, 1, SnapshotState.RUNNING).triggered("hourly", "scheduled"));
        world.put(daily(cluster, 0, SnapshotState.QUEUED).triggered("hourly", "scheduled"));
    }

    private void sharded() {
        List<String> sets = List.of("atlas-events-shard-0", "atlas-events-shard-1", "atlas-events-config-0");
        Cluster cluster = cluster("sharded-events", Kind.SHARDED, "8.0.29", sets);
        if (wanted(cluster)) {
            dailies(cluster, SnapshotState.RUNNING, 4);
        }
    }

    private void serverless() {
        Cluster cluster = cluster("serverless-audit", Kind.SERVERLESS, "8.0.29", List.of("serverless-audit"));
        if (wanted(cluster)) {
            dailies(cluster, SnapshotState.QUEUED, 2);
        }
    }

    private void generated() {
        for (int i = 1; i <= options.generatedClusters(); i++) {
            String name = String.format("generated-%04d", i);
            Kind kind = i % 2 == 1 ? Kind.FLEX : Kind.REPLICA_SET;
            Cluster cluster = cluster(name, kind, "8.0.29", List.of("atlas-" + name + "-shard-0"));
            world.addCluster(cluster);
            Duration all = Duration.ofDays(options.snapshotsPerCluster());
            for (int age = options.snapshotsPerCluster() - 1; age >= 0; age--) {
                world.put(daily(cluster, age, SnapshotState.COMPLETED).keptAtLeast(all));
            }
        }
    }

    private boolean wanted(Cluster cluster) {
        if (!options.clusters().isEmpty() && !options.clusters().contains(cluster.name())) {
            return false;
        }
        world.addCluster(cluster);
        return true;
    }

    private static Cluster cluster(String name, Kind kind, String version, List<String> replicaSets) {
        return new Cluster(PROJECT, name, kind, version, replicaSets);
    }

    private Snapshot daily(Cluster cluster, int age, SnapshotState state) {
        Duration kept = cluster.kind().dedicated() ? Duration.ofDays(365) : WEEK;
        return new Snapshot(
                Seeds.id("snapshot/" + cluster.name() + "/" + age),
                cluster,
                now.minus(Duration.ofDays(age)),
                kept,
                state,
                "daily",
                "scheduled",
                "",
                "",
                false,
                0);
    }
}
