package io.atlasoffsite.route;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers, beyond the life of a process, which download jobs of dedicated clusters this installation asked for: only those are
 * reused and deleted. An entry is written before the request is sent, so that a job whose announcement was lost is found again.
 * Thread safe; of two writers of one entry, one wins whole.
 */
interface JobLedger {

    /**
     * One job, or the intent to ask for it.
     *
     * @param snapshotId the snapshot it is of; there is one entry for each
     * @param project the project's id
     * @param cluster the cluster's name
     * @param node the data directory it was asked from
     * @param requestedAt when it was asked for, UTC
     * @param knownBefore the jobs there were for this snapshot before it was asked for
     * @param jobId its id; empty as long as nobody knows whether there is a job
     */
    record Entry(
            String snapshotId,
            String project,
            String cluster,
            String node,
            Instant requestedAt,
            Set<String> knownBefore,
            Optional<String> jobId) {

        /** Copies the set. */
        public Entry {
            knownBefore = Set.copyOf(knownBefore);
        }

        Entry named(String id) {
            return new Entry(snapshotId, project, cluster, node, requestedAt, knownBefore, Optional.of(id));
        }
    }

    /**
     * The entry of a snapshot.
     *
     * @param stores the stores it may lie in
     * @param snapshotId which snapshot
     * @return the newest one, empty when there is none that can be read
     * @throws IOException when no store could say
     */
    Optional<Entry> find(List<String> stores, String snapshotId) throws IOException;

    /**
     * Writes an entry, over an older one of the same snapshot.
     *
     * @param stores the first of these that works receives it
     * @param entry what to write
     * @throws IOException when none took it; then the job must not be asked for
     */
    void write(List<String> stores, Entry entry) throws IOException;

    /**
     * Removes a snapshot's entry from every store.
     *
     * @param stores the stores it may lie in
     * @param snapshotId which snapshot
     * @throws IOException when it may still be in one of them
     */
    void forget(List<String> stores, String snapshotId) throws IOException;
}
