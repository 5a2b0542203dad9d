package io.atlasoffsite.sandbox;

import java.util.List;

/** A project of clusters without snapshots, one for each kind and some that a restore does not fit. */
final class RestoreTargets {

    static final String PROJECT = "32b6e34b3d91647abb20e7ba";

    private static final String VERSION = "8.0.29";
    private static final String OLDER = "7.0.24";

    private RestoreTargets() {}

    static void addTo(World world) {
        world.addProject(PROJECT, "sandbox-staging");
        add(world, "flex-staging", Kind.FLEX, VERSION, "flex-staging");
        add(world, "m2-staging", Kind.SHARED, OLDER, "m2-staging");
        add(world, "rs-staging", Kind.REPLICA_SET, VERSION, "atlas-rsstag-shard-0");
        add(world, "rs-old", Kind.REPLICA_SET, OLDER, "atlas-rsold-shard-0");
        add(
                world,
                "sharded-staging",
                Kind.SHARDED,
                VERSION,
                "atlas-staging-shard-0",
                "atlas-staging-shard-1",
                "atlas-staging-config-0");
        add(world, "sharded-small", Kind.SHARDED, VERSION, "atlas-small-shard-0", "atlas-small-config-0");
        add(world, "serverless-staging", Kind.SERVERLESS, VERSION, "serverless-staging");
        List<String> paused = List.of("atlas-rspaus-shard-0");
        world.addCluster(new Cluster(PROJECT, "rs-paused", Kind.REPLICA_SET, VERSION, paused, true));
    }

    private static void add(World world, String name, Kind kind, String version, String... replicaSets) {
        world.addCluster(new Cluster(PROJECT, name, kind, version, List.of(replicaSets)));
    }
}
