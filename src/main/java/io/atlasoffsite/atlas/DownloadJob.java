package io.atlasoffsite.atlas;

import io.atlasoffsite.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A download that Atlas is making ready, the same for all kinds of cluster.
 *
 * @param id the restore job's id, 24 hexadecimal digits
 * @param kind the kind of cluster it is of
 * @param snapshotId the snapshot's id as Atlas repeats it, empty when it does not
 * @param status Atlas's word, e.g. {@code PENDING}; for dedicated clusters, whose jobs have flags instead, the flag that is set
 *     ({@code failed}, {@code expired}, {@code cancelled}, {@code finished}); empty when there is none
 * @param archives what it delivers: one archive, or one per shard and for the config servers; empty while Atlas does not say
 * @param expiresAt when the addresses stop working, UTC; empty when Atlas does not say
 */
public record DownloadJob(
        String id,
        ClusterKind kind,
        String snapshotId,
        String status,
        List<Archive> archives,
        Optional<Instant> expiresAt) {

    private static final String GONE = "gone";

    private static final Set<String> ENDED = Set.of("failed", "expired", "cancelled", "canceled", "finished", GONE);

    /** Copies the list. */
    public DownloadJob {
        archives = List.copyOf(archives);
    }

    /**
     * One archive of a download.
     *
     * @param replicaSet the replica set inside, empty when Atlas names none
     * @param url its signed address, empty until it is there
     * @param privateUrls its signed addresses by private endpoint id, empty when there are none
     */
    public record Archive(String replicaSet, Optional<Secret> url, Map<String, Secret> privateUrls) {

        /** Copies the map. */
        public Archive {
            privateUrls = Map.copyOf(privateUrls);
        }

        /**
         * The address to use.
         *
         * @param endpointId the private endpoint to go through, empty for the public way
         * @return the address, empty until it is there
         */
        public Optional<Secret> urlBy(Optional<String> endpointId) {
            return endpointId.isPresent() ? Optional.ofNullable(privateUrls.get(endpointId.get())) : url;
        }
    }

    /**
     * Whether every archive can be fetched.
     *
     * @return true when there are addresses for all and the job has not ended
     */
    public boolean ready() {
        return !archives.isEmpty()
                && archives.stream()
                        .allMatch(archive -> archive.url().isPresent()
                                || !archive.privateUrls().isEmpty())
                && !failed();
    }

    /**
     * Whether every archive can be fetched the way a plan wants it.
     *
     * @param endpointId the private endpoint to go through, empty for the public way
     * @return true when those addresses are there for all and the job has not ended
     */
    public boolean readyBy(Optional<String> endpointId) {
        return ready()
                && archives.stream()
                        .allMatch(archive -> archive.urlBy(endpointId).isPresent());
    }

    /**
     * Whether it is not worth beginning a download any more.
     *
     * @param now the time, UTC
     * @param margin how long the addresses must at least go on working
     * @return true when the job has ended, or its addresses will stop working before then
     */
    public boolean spent(Instant now, Duration margin) {
        return failed()
                || !archives.isEmpty()
                        && expiresAt
                                .filter(expiry -> expiry.isBefore(now.plus(margin)))
                                .isPresent();
    }

    /**
     * The same job once Atlas no longer knows it.
     *
     * @return a job that has ended
     */
    public DownloadJob lost() {
        return new DownloadJob(id, kind, snapshotId, GONE, List.of(), Optional.empty());
    }

    /**
     * Whether it is a {@link #lost} one, of which Atlas gave no account.
     *
     * @return true when only a refusal says that it has ended
     */
    public boolean gone() {
        return status.equals(GONE);
    }

    /**
     * Whether waiting any longer is useless.
     *
     * @return true when Atlas calls the job failed, expired, cancelled or, for dedicated clusters, finished
     */
    public boolean failed() {
        return ENDED.contains(status.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether an address is good for one download only, so that it is never tried out first.
     *
     * @return true for dedicated clusters
     */
    public boolean oneTime() {
        return kind == ClusterKind.DEDICATED;
    }
}
