package io.atlasoffsite.message;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody wants a copy: by the name of a plan, or spelt out. Immutable and thread safe. Those that
 * {@link Requests} parsed hold only values that fit the patterns of Atlas and of this project.
 */
public sealed interface CopyRequest {

    /**
     * The request's own id, the key of every duplicate check.
     *
     * @return 1 to 200 visible ASCII characters, none of them a brace or a dollar sign
     */
    String requestId();

    /**
     * The one snapshot that is meant.
     *
     * @return 24 hexadecimal digits, or empty when the plan or the latest completed snapshot decides
     */
    Optional<String> snapshotId();

    /**
     * Everything else is in the plan.
     *
     * @param requestId see {@link CopyRequest#requestId()}
     * @param plan the plan's name
     * @param project one project of a plan that means many; empty for what the plan says
     * @param cluster one cluster of a plan that means many; empty for what the plan says
     * @param kind what is known of the cluster's kind: {@code flex}, {@code dedicated}, {@code shared} or {@code serverless}; empty
     *     for what the plan says
     * @param snapshotId see {@link CopyRequest#snapshotId()}
     */
    record OfPlan(
            String requestId,
            String plan,
            Optional<String> project,
            Optional<String> cluster,
            Optional<String> kind,
            Optional<String> snapshotId)
            implements CopyRequest {

        /** Refuses null. */
        public OfPlan {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(plan, "plan");
            Objects.requireNonNull(project, "project");
            Objects.requireNonNull(cluster, "cluster");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(snapshotId, "snapshotId");
        }

        /**
         * Asks for a plan as it is.
         *
         * @param requestId the request's id; not null
         * @param plan the plan's name; not null
         * @return the request
         */
        public static OfPlan named(String requestId, String plan) {
            return new OfPlan(requestId, plan, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /**
         * The part of this request that is about one project.
         *
         * @param one the project's id; not null
         * @return the narrower request
         */
        public OfPlan forProject(String one) {
            return new OfPlan(Ids.derived(requestId, one), plan, Optional.of(one), cluster, kind, snapshotId);
        }

        /**
         * The part of this request that is about one cluster. Its id derives from this one's, so that splitting twice gives the
         * same requests.
         *
         * @param itsProject the id of the cluster's project; not null
         * @param name the cluster's name; not null
         * @param itsKind its kind; not null
         * @return the narrower request
         */
        public OfPlan forCluster(String itsProject, String name, String itsKind) {
            return new OfPlan(
                    Ids.derived(requestId, itsProject + "/" + name),
                    plan,
                    Optional.of(itsProject),
                    Optional.of(name),
                    Optional.of(itsKind),
                    snapshotId);
        }

        /**
         * The part of this request that is about one snapshot of its cluster.
         *
         * @param snapshot the snapshot's id; not null
         * @return the narrower request
         */
        public OfPlan forSnapshot(String snapshot) {
            return new OfPlan(Ids.derived(requestId, snapshot), plan, project, cluster, kind, Optional.of(snapshot));
        }
    }

    /**
     * Nothing is in a plan.
     *
     * @param requestId see {@link CopyRequest#requestId()}
     * @param atlas the name of the access to Atlas
     * @param project the project's id
     * @param cluster the cluster's name
     * @param kind {@code auto}, {@code flex}, {@code dedicated}, {@code shared} or {@code serverless}; empty means auto
     * @param snapshotId see {@link CopyRequest#snapshotId()}
     * @param stores the names of the stores, at least one, none twice
     */
    record OfCluster(
            String requestId,
            String atlas,
            String project,
            String cluster,
            Optional<String> kind,
            Optional<String> snapshotId,
            List<String> stores)
            implements CopyRequest {

        /** Refuses null and copies the list. */
        public OfCluster {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(atlas, "atlas");
            Objects.requireNonNull(project, "project");
            Objects.requireNonNull(cluster, "cluster");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(snapshotId, "snapshotId");
            stores = List.copyOf(stores);
        }
    }
}
