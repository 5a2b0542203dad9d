package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Projects, clusters and snapshots. Thread-safe. */
final class SnapshotOperations {

    private final World world;
    private final Lookup lookup;
    private final SandboxOptions options;
    private final Clock clock;
    private final AtomicInteger taken = new AtomicInteger();

    SnapshotOperations(World world, Lookup lookup, SandboxOptions options, Clock clock) {
        this.world = world;
        this.lookup = lookup;
        this.options = options;
        this.clock = clock;
    }

    HttpReply projects(Call call) {
        List<Map.Entry<String, String>> projects = List.copyOf(world.projects().entrySet());
        return call.list(projects, project -> project(call, project.getKey(), project.getValue()));
    }

    HttpReply project(Call call) {
        String id = call.projectId();
        return call.one(project(call, id, world.projects().get(id)));
    }

    HttpReply clusters(Call call) {
        Family family = call.operation().family();
        List<Cluster> clusters = world.clusters(call.projectId()).stream()
                .filter(cluster -> family == shownBy(cluster.kind()))
                .toList();
        return call.list(clusters, cluster -> view(call, cluster));
    }

    HttpReply cluster(Call call) {
        return call.one(view(call, lookup.cluster(call)));
    }

    HttpReply snapshots(Call call, BiFunction<Call, Snapshot, Map<String, Object>> view) {
        Cluster cluster = cluster(call, lookup.cluster(call));
        return call.list(lookup.snapshots(cluster), snapshot -> view.apply(call, snapshot));
    }

    HttpReply snapshot(Call call, BiFunction<Call, Snapshot, Map<String, Object>> view) {
        Cluster cluster = cluster(call, lookup.cluster(call));
        return call.one(view.apply(call, lookup.snapshot(cluster, call.itemId())));
    }

    /** Takes a snapshot on demand: queued now, completed after a few looks. */
    HttpReply take(Call call) {
        Cluster cluster = lookup.cluster(call);
        int days = call.body().path("retentionInDays").asInt(0);
        if (days < 1) {
            throw ApiError.invalid("retentionInDays", "must be 1 or more");
        }
        Snapshot snapshot = new Snapshot(
                Seeds.id("taken/" + cluster.name() + "/" + taken.incrementAndGet()),
                cluster,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                Duration.ofDays(days),
                SnapshotState.QUEUED,
                "ondemand",
                "onDemand",
                "",
                call.body().path("description").asText(""),
                false,
                options.timing().snapshotPolls());
        world.put(snapshot);
        boolean sharded = cluster.kind() == Kind.SHARDED;
        return call.one(sharded ? Views.sharded(call, snapshot) : Views.replicaSet(call, snapshot));
    }

    /** Replica sets and sharded clusters have paths of their own for snapshots. */
    private static Cluster cluster(Call call, Cluster cluster) {
        boolean shardedPath = call.operation() == Operation.LIST_SHARDED_SNAPSHOTS
                || call.operation() == Operation.GET_SHARDED_SNAPSHOT;
        if (cluster.kind().dedicated() && shardedPath != (cluster.kind() == Kind.SHARDED)) {
            throw ApiError.of(
                    400,
                    "INCORRECT_BACKUP_API_ENDPOINT",
                    "Cluster " + cluster.name() + (shardedPath ? " is not sharded." : " is sharded."),
                    cluster.name());
        }
        return cluster;
    }

    private static Family shownBy(Kind kind) {
        return switch (kind) {
            case FLEX -> Family.FLEX;
            case SERVERLESS -> Family.SERVERLESS;
            case SHARED, REPLICA_SET, SHARDED -> Family.CLUSTERS;
        };
    }

    private static Map<String, Object> view(Call call, Cluster cluster) {
        return switch (cluster.kind()) {
            case FLEX -> ClusterViews.flex(call, cluster);
            case SERVERLESS -> ClusterViews.serverless(call, cluster);
            case SHARED, REPLICA_SET, SHARDED -> ClusterViews.dedicated(call, cluster);
        };
    }

    private Map<String, Object> project(Call call, String id, String name) {
        return ClusterViews.project(call, id, name, world.clusters(id).size());
    }
}
