package io.atlasoffsite.atlas;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A restore that Atlas does itself, the same for all kinds of cluster.
 *
 * @param id the restore job's id, 24 hexadecimal digits
 * @param kind the kind of cluster its snapshot is of
 * @param deliveryType Atlas's word for what is done, e.g. {@code automated} or {@code RESTORE}; empty when missing
 * @param snapshotId the snapshot's id as Atlas repeats it, empty when it does not
 * @param second to which second it goes back, since 1970, UTC; empty for a snapshot, and where Atlas does not say
 * @param target the cluster it writes to; its parts are empty where Atlas does not say
 * @param state how far it is
 * @param words Atlas's own word for that: a status, or the flag that is set; empty when there is none
 */
public record RestoreJob(
        String id,
        ClusterKind kind,
        String deliveryType,
        String snapshotId,
        OptionalLong second,
        Target target,
        State state,
        String words) {

    static final String AUTOMATED = "automated";
    static final String POINT_IN_TIME = "pointInTime";

    /** How far a restore is. */
    public enum State {
        /** Atlas goes on with it. */
        RUNNING,
        /** The target holds what was asked for. */
        COMPLETED,
        /** Atlas could not do it; what the target holds is open. */
        FAILED,
        /** Somebody stopped it; what the target holds is open. */
        CANCELLED,
        /** It was not begun in time, or what it was of has gone. */
        EXPIRED;

        /**
         * Whether it stays like this.
         *
         * @return false only while it runs
         */
        public boolean ended() {
            return this != RUNNING;
        }
    }

    /**
     * Whose snapshot is restored.
     *
     * @param kind the cluster's kind
     * @param project the project's id
     * @param cluster the cluster's name
     */
    public record Source(ClusterKind kind, String project, String cluster) {}

    /**
     * The cluster that is wiped and filled.
     *
     * @param project its project's id
     * @param cluster its name
     */
    public record Target(String project, String cluster) {

        @Override
        public String toString() {
            return project + "/" + cluster;
        }
    }

    /**
     * Whether this job may be the one that was asked for, going by what Atlas says of it.
     *
     * @param snapshot the snapshot asked for; empty for a moment
     * @param moment the second asked for, since 1970, UTC; empty for a snapshot
     * @param wanted the target asked for
     * @return false where anything Atlas says differs; only the target's project and the second may be missing
     */
    public boolean answers(Optional<String> snapshot, OptionalLong moment, Target wanted) {
        boolean goesBack = deliveryType.equalsIgnoreCase(POINT_IN_TIME);
        boolean same = snapshot.isPresent()
                ? !goesBack && snapshot.get().equals(snapshotId)
                : goesBack && (second.isEmpty() || second.equals(moment));
        boolean there = target.project().isEmpty() || target.project().equals(wanted.project());
        return same && there && target.cluster().equals(wanted.cluster());
    }

    /**
     * Whether the job is writing to a cluster.
     *
     * @param cluster which
     * @return true until it has ended; false where Atlas does not say where it writes to
     */
    public boolean occupies(Target cluster) {
        return !state.ended() && target.equals(cluster);
    }
}
