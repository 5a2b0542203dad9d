package io.atlasoffsite.store;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the objects of an S3 store are given on their way in. Texts are empty when not configured, never null.
 *
 * @param storageClass of archives only: manifests must stay readable at once
 * @param sse server-side encryption of everything, {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
 * @param kmsKeyId the key for {@code aws:kms}
 * @param lock put on every object of a copy, and on nothing else: what attempts leave must stay removable
 * @param tags of every object of a copy; S3 takes 10 at most
 */
public record S3ObjectSettings(
        String storageClass, String sse, String kmsKeyId, Optional<Lock> lock, Map<String, String> tags) {

    /** Everything as the bucket has it. */
    public static final S3ObjectSettings NONE = new S3ObjectSettings("", "", "", Optional.empty(), Map.of());

    /** Copies the map. */
    public S3ObjectSettings {
        Objects.requireNonNull(storageClass, "storageClass");
        Objects.requireNonNull(sse, "sse");
        Objects.requireNonNull(kmsKeyId, "kmsKeyId");
        Objects.requireNonNull(lock, "lock");
        tags = Map.copyOf(tags);
    }

    /**
     * An object lock.
     *
     * @param mode who may lift it
     * @param days how long it holds, counted from the object's write; at least 1
     */
    public record Lock(Mode mode, int days) {

        /** Refuses a lock that would not hold. */
        public Lock {
            Objects.requireNonNull(mode, "mode");
            if (days < 1) {
                throw new IllegalArgumentException("an object lock holds one day at least: " + days);
            }
        }
    }

    /** Who may lift a lock; the names are S3's. */
    public enum Mode {
        /** Those with a special permission. */
        GOVERNANCE,
        /** Nobody. */
        COMPLIANCE
    }

    S3ObjectSettings withStorageClass(String value) {
        return new S3ObjectSettings(value, sse, kmsKeyId, lock, tags);
    }

    S3ObjectSettings withEncryption(String value, String keyId) {
        return new S3ObjectSettings(storageClass, value, keyId, lock, tags);
    }

    S3ObjectSettings withLock(Lock value) {
        return new S3ObjectSettings(storageClass, sse, kmsKeyId, Optional.of(value), tags);
    }

    S3ObjectSettings withTags(Map<String, String> values) {
        return new S3ObjectSettings(storageClass, sse, kmsKeyId, lock, values);
    }
}
