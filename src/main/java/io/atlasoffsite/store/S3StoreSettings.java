package io.atlasoffsite.store;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What an S3 store is told by its configuration. Texts are empty when not configured, never null.
 *
 * @param bucket the bucket's name
 * @param prefix what every key begins with, without slashes at its ends; empty for the whole bucket
 * @param endpoint the endpoint's URL when it is not AWS's own; only for the commands in RESTORE.md
 * @param objects what the objects are given on their way in
 * @param expectedBucketOwner the account that must own the bucket
 * @param smallestPart the least length of a part in bytes; S3 refuses less than 5 MiB except in the last part
 * @param largestPart the greatest length of a part in bytes; S3's limit is 5 GiB
 * @param mostParts the most parts of one archive; S3's limit is 10,000
 * @param parallel parts of one archive sent at once
 * @param callTimeout how long one try of one small request may take; a part gets more for its length
 */
public record S3StoreSettings(
        String bucket,
        String prefix,
        String endpoint,
        S3ObjectSettings objects,
        String expectedBucketOwner,
        long smallestPart,
        long largestPart,
        int mostParts,
        int parallel,
        Duration callTimeout) {

    /** Refuses a bucket or prefix that cannot be one. */
    public S3StoreSettings {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("an S3 store needs a bucket");
        }
        StorePath.checkFolder(prefix);
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(objects, "objects");
        Objects.requireNonNull(expectedBucketOwner, "expectedBucketOwner");
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException("a call timeout must be positive: " + callTimeout);
        }
    }

    /**
     * The usual settings: parts of 8 MiB to 5 GiB, 10,000 of them, 4 at once, two minutes for a call.
     *
     * @param bucket the bucket's name
     * @param prefix what every key begins with; slashes at its ends are dropped
     * @return settings without encryption, class, lock, tags or owner
     */
    public static S3StoreSettings of(String bucket, String prefix) {
        String bare = prefix.replaceAll("^/+|/+$", "");
        return new S3StoreSettings(
                bucket, bare, "", S3ObjectSettings.NONE, "", 8L << 20, 5L << 30, 10_000, 4, Duration.ofMinutes(2));
    }

    /**
     * With the endpoint to show in RESTORE.md.
     *
     * @param url empty for AWS's own
     * @return other settings
     */
    public S3StoreSettings withEndpoint(String url) {
        return new S3StoreSettings(
                bucket,
                prefix,
                url,
                objects,
                expectedBucketOwner,
                smallestPart,
                largestPart,
                mostParts,
                parallel,
                callTimeout);
    }

    /**
     * With a storage class for archives.
     *
     * @param value e.g. {@code STANDARD_IA}, empty for the bucket's
     * @return other settings
     */
    public S3StoreSettings withStorageClass(String value) {
        return withObjects(objects.withStorageClass(value));
    }

    /**
     * With server-side encryption.
     *
     * @param value e.g. {@code aws:kms}, empty for the bucket's
     * @param keyId the key, empty for the account's
     * @return other settings
     */
    public S3StoreSettings withEncryption(String value, String keyId) {
        return withObjects(objects.withEncryption(value, keyId));
    }

    /**
     * With a lock on every object of a copy.
     *
     * @param lock the lock
     * @return other settings
     */
    public S3StoreSettings withLock(S3ObjectSettings.Lock lock) {
        return withObjects(objects.withLock(lock));
    }

    /**
     * With tags on every object of a copy.
     *
     * @param tags values by name
     * @return other settings
     */
    public S3StoreSettings withTags(Map<String, String> tags) {
        return withObjects(objects.withTags(tags));
    }

    private S3StoreSettings withObjects(S3ObjectSettings other) {
        return new S3StoreSettings(
                bucket,
                prefix,
                endpoint,
                other,
                expectedBucketOwner,
                smallestPart,
                largestPart,
                mostParts,
                parallel,
                callTimeout);
    }

    /**
     * With the account that must own the bucket.
     *
     * @param account 12 digits, empty for any
     * @return other settings
     */
    public S3StoreSettings withExpectedBucketOwner(String account) {
        return new S3StoreSettings(
                bucket,
                prefix,
                endpoint,
                objects,
                account,
                smallestPart,
                largestPart,
                mostParts,
                parallel,
                callTimeout);
    }

    /**
     * With other part sizes.
     *
     * @param smallest bytes
     * @param largest bytes
     * @param most parts of one archive
     * @param atOnce parts sent at once
     * @return other settings
     */
    public S3StoreSettings withParts(long smallest, long largest, int most, int atOnce) {
        return new S3StoreSettings(
                bucket, prefix, endpoint, objects, expectedBucketOwner, smallest, largest, most, atOnce, callTimeout);
    }

    /**
     * With another time limit for one try of a small request.
     *
     * @param limit positive
     * @return other settings
     */
    public S3StoreSettings withCallTimeout(Duration limit) {
        return new S3StoreSettings(
                bucket,
                prefix,
                endpoint,
                objects,
                expectedBucketOwner,
                smallestPart,
                largestPart,
                mostParts,
                parallel,
                limit);
    }
}
