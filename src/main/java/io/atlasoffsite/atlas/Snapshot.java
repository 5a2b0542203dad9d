package io.atlasoffsite.atlas;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One snapshot, the same for all four shapes Atlas has (docs: one resource per kind of cluster). Fields Atlas may leave out are
 * empty; words it may add to are kept as they came.
 *
 * @param id 24 hexadecimal digits
 * @param kind the kind of cluster it was taken of
 * @param status Atlas's word, e.g. {@code COMPLETED} or {@code inProgress}; empty when missing
 * @param takenAt when the data is from, UTC; {@code finishTime} of flex and shared, {@code createdAt} of dedicated and serverless;
 *     empty until completed
 * @param expiresAt when Atlas deletes it, UTC
 * @param mongodbVersion the server's version, e.g. {@code 8.0.29}; empty when missing
 * @param type {@code replicaSet}, {@code shardedCluster} or empty
 * @param snapshotType {@code onDemand}, {@code scheduled}, {@code fallback}, another word or empty
 * @param replicaSetName the replica set of a dedicated cluster, or empty
 * @param masterKeyUuid the customer-managed key the files stay encrypted with, or empty
 * @param storageSizeBytes the stored size in bytes (not the archive's); empty when missing or not known yet
 * @param json what Atlas said, unchanged
 */
public record Snapshot(
        String id,
        ClusterKind kind,
        String status,
        Optional<Instant> takenAt,
        Optional<Instant> expiresAt,
        String mongodbVersion,
        String type,
        String snapshotType,
        String replicaSetName,
        String masterKeyUuid,
        OptionalLong storageSizeBytes,
        String json) {

    /**
     * Whether the snapshot is finished and can be asked for.
     *
     * @return true when its status is completed and it says when it was taken
     */
    public boolean completed() {
        return status.toLowerCase(Locale.ROOT).equals("completed") && takenAt.isPresent();
    }

    /**
     * Whether Atlas itself warns that the data may be inconsistent.
     *
     * @return true for a fallback snapshot
     */
    public boolean fallback() {
        return snapshotType.equals("fallback");
    }

    /**
     * Whether Atlas has deleted it by now, going by its own date.
     *
     * @param now the time, UTC
     * @return true when its expiry is past
     */
    public boolean expired(Instant now) {
        return expiresAt.filter(expiry -> !expiry.isAfter(now)).isPresent();
    }
}
