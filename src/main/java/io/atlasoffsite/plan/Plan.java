package io.atlasoffsite.plan;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What is to be copied, when, and where to. Immutable and thread safe.
 *
 * @param name its name in the file, or {@link #AD_HOC}
 * @param atlas the name of the access to Atlas
 * @param project the project's id, 24 hexadecimal digits, or {@link #EVERY_PROJECT}
 * @param cluster the cluster's name, or {@link #EVERY_CLUSTER}
 * @param include with {@link #EVERY_CLUSTER}: name patterns of the clusters meant, {@code *} stands for any characters; empty
 *     for all
 * @param exclude with {@link #EVERY_CLUSTER}: name patterns of the clusters left out
 * @param kind which of Atlas's APIs serves the cluster
 * @param schedule when it runs by itself; empty for only when asked
 * @param snapshot which snapshots are meant
 * @param stores the names of its stores; the first one that works receives the download, at least one
 * @param inspection when the archive is proved
 * @param deadline how long Atlas may take to make the download ready
 * @param keep how many copies are kept; empty keeps all
 * @param prune who deletes what is not kept
 * @param alertAfter the age of a snapshot, measured from its {@code takenAt}, beyond which a cluster counts as stale in a store
 * @param endpointId the private endpoint the archive is fetched through; empty for the public address
 * @param allowFallback whether snapshots Atlas marks as {@code fallback} (perhaps inconsistent) are copied
 * @param rehearse how restores are rehearsed; empty for only by hand, without a command
 * @param takeSnapshot whether Atlas is asked to take a snapshot now, which is then copied; dedicated clusters only
 */
public record Plan(
        String name,
        String atlas,
        String project,
        String cluster,
        List<String> include,
        List<String> exclude,
        ClusterKind kind,
        Optional<Schedule> schedule,
        SnapshotChoice snapshot,
        List<String> stores,
        Inspection inspection,
        Duration deadline,
        Optional<Keep> keep,
        PruneMode prune,
        Optional<Duration> alertAfter,
        Optional<Rehearsal> rehearse,
        Optional<String> endpointId,
        boolean allowFallback,
        boolean takeSnapshot) {

    /** The {@link #cluster} that means every cluster of the project, found at run time. */
    public static final String EVERY_CLUSTER = "*";

    /** The {@link #project} that means every project the access sees, found at run time. */
    public static final String EVERY_PROJECT = "*";

    /** The {@link #name} of a plan that stands in no file. */
    public static final String AD_HOC = "ad-hoc";

    /** Copies the lists. */
    public Plan {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        stores = List.copyOf(stores);
    }

    /**
     * A plan for one copy somebody asked for by hand, with the defaults of the file and no schedule.
     *
     * @param atlas the name of the access to Atlas; not null
     * @param project the project's id; not null
     * @param cluster one cluster's name; not null
     * @param kind which of Atlas's APIs serves it; not null
     * @param stores the names of the stores, at least one
     * @return the plan, named {@link #AD_HOC}
     * @throws io.atlasoffsite.OffsiteException with {@link io.atlasoffsite.Reason#INVALID_REQUEST} when the project is no id, the
     *     cluster no name, or there is no store
     */
    public static Plan adHoc(String atlas, String project, String cluster, ClusterKind kind, List<String> stores) {
        return AdHocPlan.of(atlas, project, cluster, kind, stores);
    }

    /**
     * Whether the plan means many clusters.
     *
     * @return true when the clusters are found at run time
     */
    public boolean everyCluster() {
        return cluster.equals(EVERY_CLUSTER);
    }

    /**
     * Whether the plan means many projects.
     *
     * @return true when the projects are found at run time
     */
    public boolean everyProject() {
        return project.equals(EVERY_PROJECT);
    }

    /**
     * Whether a copy by this plan is not one copy yet: its projects, clusters or snapshots are found at run time.
     *
     * @return true when requests for it are split
     */
    public boolean many() {
        return everyProject() || everyCluster() || snapshot == SnapshotChoice.ALL;
    }

    /**
     * Whether it was made up for a request that named no plan.
     *
     * @return true for {@link #AD_HOC}
     */
    public boolean isAdHoc() {
        return name.equals(AD_HOC);
    }

    /**
     * The same plan for one of its clusters.
     *
     * @param one the cluster's name; not null
     * @return the narrower plan
     */
    public Plan forCluster(String one) {
        return forCluster(project, one, kind);
    }

    /**
     * The same plan for one of its clusters.
     *
     * @param itsProject the id of the cluster's project; not null
     * @param one the cluster's name; not null
     * @param itsKind what is known of its kind; not null
     * @return the narrower plan
     */
    public Plan forCluster(String itsProject, String one, ClusterKind itsKind) {
        return new Plan(
                name,
                atlas,
                itsProject,
                one,
                include,
                exclude,
                itsKind,
                schedule,
                snapshot,
                stores,
                inspection,
                deadline,
                keep,
                prune,
                alertAfter,
                rehearse,
                endpointId,
                allowFallback,
                takeSnapshot);
    }

    /**
     * Whether the plan means this cluster.
     *
     * @param name a cluster's name; not null
     * @return true when it does
     */
    public boolean covers(String name) {
        return covers(cluster, include, exclude, name);
    }

    /**
     * Whether the plan means this cluster of this project.
     *
     * @param itsProject the project's id; not null
     * @param itsName the cluster's name; not null
     * @return true when it does
     */
    public boolean covers(String itsProject, String itsName) {
        return (everyProject() || project.equals(itsProject)) && covers(itsName);
    }

    static boolean covers(String cluster, List<String> include, List<String> exclude, String name) {
        if (!cluster.equals(EVERY_CLUSTER)) {
            return cluster.equals(name);
        }
        boolean included = include.isEmpty() || include.stream().anyMatch(pattern -> Text.matches(pattern, name));
        return included && exclude.stream().noneMatch(pattern -> Text.matches(pattern, name));
    }

    /**
     * When a plan runs by itself.
     *
     * @param cron a Quartz expression of six or seven fields
     * @param timeZone whose clock it follows
     */
    public record Schedule(String cron, ZoneId timeZone) {}

    /**
     * How many copies are kept, per cluster and store.
     *
     * @param last the newest ones, 0 or more
     * @param daily the newest of each of so many days that have one (UTC), 0 or more
     * @param weekly the newest of each of so many ISO weeks, 0 or more
     * @param monthly the newest of each of so many months, 0 or more
     */
    public record Keep(int last, int daily, int weekly, int monthly) {}

    /** Which snapshots are meant. */
    public enum SnapshotChoice {
        /** The latest completed one. */
        LATEST,
        /** Every completed one not copied yet, first to expire first. */
        ALL
    }

    /** When the archive is proved; gzip and tar framing are proved in every case. */
    public enum Inspection {
        /** While it streams. */
        INLINE,
        /** By reading back what was stored, once. */
        AFTER
    }

    /** Who deletes what {@link Plan#keep} does not keep. */
    public enum PruneMode {
        /** Only a person, with {@code offsite prune --yes}. */
        MANUAL,
        /** The service, after a copy. */
        AUTO
    }
}
