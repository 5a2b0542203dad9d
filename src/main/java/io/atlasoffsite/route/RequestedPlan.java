package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.plan.ClusterKind;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;

/** The plan behind a request, as narrow as the request makes it. Stateless. */
public final class RequestedPlan {

    private RequestedPlan() {}

    /**
     * Finds or makes the plan.
     *
     * @param config offsite.yaml; not null
     * @param request the request; not null
     * @return the plan with the project, the cluster and the kind the request names, and else its own; one made up for a request
     *     that names no plan
     * @throws OffsiteException with {@link Reason#INVALID_REQUEST} when a name is not in the file, or the plan does not mean what the
     *     request names
     */
    public static Plan of(OffsiteConfig config, CopyRequest request) {
        if (request instanceof CopyRequest.OfPlan named) {
            return narrowed(config.plan(named.plan()), named);
        }
        CopyRequest.OfCluster spelt = (CopyRequest.OfCluster) request;
        config.access(spelt.atlas());
        spelt.stores().forEach(config::store);
        ClusterKind kind = spelt.kind().flatMap(ClusterKind::ofWord).orElse(ClusterKind.AUTO);
        return Plan.adHoc(spelt.atlas(), spelt.project(), spelt.cluster(), kind, spelt.stores());
    }

    /**
     * Whether what is asked is many copies, or has still to be found.
     *
     * @param plan the plan of the request, from {@link #of}; not null
     * @param request the request; not null
     * @return true when the request is to be divided
     */
    public static boolean many(Plan plan, CopyRequest request) {
        boolean oneSnapshot = plan.snapshot() == Plan.SnapshotChoice.LATEST
                || request.snapshotId().isPresent();
        return plan.everyProject() || plan.everyCluster() || !oneSnapshot;
    }

    private static Plan narrowed(Plan plan, CopyRequest.OfPlan named) {
        String project = named.project().orElse(plan.project());
        String cluster = named.cluster().orElse(plan.cluster());
        boolean covered = cluster.equals(plan.cluster()) || plan.covers(cluster);
        if (!covered || !plan.everyProject() && !plan.project().equals(project)) {
            throw OffsiteException.because(
                            Reason.INVALID_REQUEST, "plan " + plan.name() + " does not mean what this request names")
                    .hint("name a project and a cluster the plan means, or change the plan")
                    .build();
        }
        ClusterKind kind = plan.kind() == ClusterKind.AUTO
                ? named.kind().flatMap(ClusterKind::ofWord).orElse(ClusterKind.AUTO)
                : plan.kind();
        return plan.forCluster(project, cluster, kind);
    }
}
