package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.util.List;

/** Finds what a call names, or throws the error Atlas answers with. Thread-safe. */
final class Lookup {

    private final World world;
    private final Jobs jobs;
    private final Clock clock;

    Lookup(World world, Jobs jobs, Clock clock) {
        this.world = world;
        this.jobs = jobs;
        this.clock = clock;
    }

    void project(Call call) {
        String id = call.projectId();
        if (id.equals(World.FOREIGN_PROJECT)) {
            throw Access.foreign();
        }
        if (!id.isEmpty() && !world.projects().containsKey(id)) {
            throw ApiError.of(404, "GROUP_NOT_FOUND", "No group with ID " + id + " exists.", id);
        }
    }

    /** The cluster in the path, which must be of a kind this family serves. */
    Cluster cluster(Call call) {
        return cluster(call.projectId(), call.clusterName(), call.operation().family());
    }

    /** A cluster that a restore may be written to: of the snapshot's family; a tenant's snapshot also goes to a dedicated one. */
    Cluster target(Job.Target target, Family family) {
        boolean tenant = family == Family.FLEX || family == Family.SHARED;
        boolean dedicated = world.cluster(target.projectId(), target.clusterName())
                .filter(cluster -> cluster.kind() == Kind.REPLICA_SET)
                .isPresent();
        return cluster(target.projectId(), target.clusterName(), tenant && dedicated ? Family.DEDICATED : family);
    }

    List<Snapshot> snapshots(Cluster cluster) {
        return world.snapshots(cluster).stream().filter(this::kept).toList();
    }

    /** One of this cluster's snapshots; counts as a look at it. */
    Snapshot snapshot(Cluster cluster, String id) {
        String code = cluster.kind() == Kind.FLEX || cluster.kind() == Kind.SHARED
                ? "TENANT_SNAPSHOT_NOT_FOUND"
                : "SNAPSHOT_NOT_FOUND";
        return world.look(id)
                .filter(snapshot -> snapshot.cluster().equals(cluster) && kept(snapshot))
                .orElseThrow(() -> ApiError.of(
                        404, code, "No snapshot " + id + " exists for cluster " + cluster.name() + ".", id));
    }

    /** One of this cluster's jobs; counts as a look at it. */
    Job job(Cluster cluster, String id) {
        Job job = jobs.find(id)
                .filter(found -> found.snapshot().cluster().equals(cluster))
                .orElseThrow(() ->
                        ApiError.of(404, "RESTORE_JOB_NOT_FOUND", "No restore job with ID " + id + " exists.", id));
        job.look(clock.instant());
        return job;
    }

    private boolean kept(Snapshot snapshot) {
        return clock.instant().isBefore(snapshot.expires());
    }

    private Cluster cluster(String projectId, String name, Family family) {
        Cluster cluster = world.cluster(projectId, name)
                .orElseThrow(() -> ApiError.of(
                        404,
                        "CLUSTER_NOT_FOUND",
                        "No cluster named " + name + " exists in group " + projectId + ".",
                        name,
                        projectId));
        boolean flex = cluster.kind() == Kind.FLEX;
        if (family == Family.FLEX && !flex) {
            throw tier(
                    "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API", "Cannot use non-flex cluster %s in the flex API.", name);
        }
        if (family != Family.FLEX && family != Family.SERVERLESS && flex) {
            throw tier(
                    "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", "Cannot use flex cluster %s in the cluster API.", name);
        }
        if (!served(family, cluster.kind())) {
            throw tier("INCORRECT_BACKUP_API_ENDPOINT", "Cluster %s belongs to another backup API.", name);
        }
        return cluster;
    }

    private static boolean served(Family family, Kind kind) {
        return switch (family) {
            case FLEX -> kind == Kind.FLEX;
            case SHARED -> kind == Kind.SHARED;
            case SERVERLESS -> kind == Kind.SERVERLESS;
            case DEDICATED -> kind.dedicated();
            case CLUSTERS -> kind.dedicated() || kind == Kind.SHARED;
            case PROJECT -> true;
        };
    }

    private static ApiError tier(String code, String detail, String name) {
        return ApiError.of(400, code, String.format(detail, name), name);
    }
}
