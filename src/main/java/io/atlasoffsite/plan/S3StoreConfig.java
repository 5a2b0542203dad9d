package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies in an S3 bucket. Immutable and thread safe.
 *
 * @param name its name in the file
 * @param bucket the bucket
 * @param prefix the keys' beginning, without slashes at its ends, empty for none
 * @param region the region; {@code us-east-1} when only an endpoint is given
 * @param endpoint another S3 than AWS's
 * @param pathStyle true when the bucket belongs into the path, not into the host name
 * @param storageClass the class of the archives, empty for the bucket's own
 * @param sse the encryption asked for, {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}; empty for the bucket's own
 * @param kmsKeyId the key for {@code aws:kms}
 * @param objectLock the lock put on every object of a copy
 * @param tags of every object of a copy, values by name, 10 at most
 * @param expectedBucketOwner the AWS account that must own the bucket
 * @param credentials who writes and reads
 * @param pruneCredentials who deletes, when that is somebody else
 * @param options further aws2-s3 options by name, only those of {@link #ADMITTED_OPTIONS}
 */
public record S3StoreConfig(
        String name,
        String bucket,
        String prefix,
        String region,
        Optional<URI> endpoint,
        boolean pathStyle,
        Optional<String> storageClass,
        Optional<String> sse,
        Optional<String> kmsKeyId,
        Optional<ObjectLock> objectLock,
        Map<String, String> tags,
        Optional<String> expectedBucketOwner,
        S3Credentials credentials,
        Optional<S3Credentials> pruneCredentials,
        Map<String, String> options)
        implements StoreConfig {

    /**
     * The aws2-s3 options that take effect on a client and have no key of their own here. Never among them: trust-all,
     * bucket creation, inline keys.
     */
    public static final List<String> ADMITTED_OPTIONS = List.of(
            "profileCredentialsName",
            "proxyHost",
            "proxyPort",
            "proxyProtocol",
            "useDefaultCredentialsProvider",
            "useProfileCredentialsProvider");

    /** Copies the maps. */
    public S3StoreConfig {
        tags = Map.copyOf(tags);
        options = Map.copyOf(options);
    }

    @Override
    public String location() {
        String at = endpoint.map(uri -> "?endpoint=" + uri).orElse("");
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix) + at;
    }

    @Override
    public URI location(String folder) {
        return FolderUri.of("s3", bucket, prefix, folder);
    }

    @Override
    public List<Secret> secrets() {
        return Stream.concat(Stream.of(credentials), pruneCredentials.stream())
                .flatMap(who -> who.secrets().stream())
                .toList();
    }

    /**
     * How long nobody may delete an object.
     *
     * @param mode who may lift the lock
     * @param days how long, counted from the write, 1 to 36500
     */
    public record ObjectLock(LockMode mode, int days) {}

    /** Who may lift a lock. */
    public enum LockMode {
        /** Those with a special permission. */
        GOVERNANCE,
        /** Nobody. */
        COMPLIANCE
    }
}
