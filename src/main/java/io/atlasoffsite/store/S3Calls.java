package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * The S3 requests of a store, each with the settings that apply to it and an explicit checksum, so that the client neither adds
 * one of its own nor chunks the body with a trailer. Failures come back translated; paths are the store's, keys are made here.
 */
final class S3Calls {

    private final String store;
    private final S3Client client;
    private final S3StoreSettings settings;
    private final S3Marks marks;

    S3Calls(String store, S3Client client, S3StoreSettings settings, Clock clock) {
        this.store = store;
        this.client = client;
        this.settings = settings;
        this.marks = new S3Marks(settings.objects(), clock);
    }

    S3Marks marks() {
        return marks;
    }

    S3StoreSettings settings() {
        return settings;
    }

    S3Client client() {
        return client;
    }

    String key(String path) {
        return settings.prefix().isEmpty() ? path : settings.prefix() + "/" + path;
    }

    Where where(String verb, String path) {
        return new Where(store, verb, path, "s3://" + settings.bucket() + "/" + key(path));
    }

    /** Empty settings must not become empty headers. */
    static String orNone(String text) {
        return text.isEmpty() ? null : text;
    }

    String owner() {
        return orNone(settings.expectedBucketOwner());
    }

    <T> T call(String verb, String path, Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (SdkException failure) {
            throw S3Errors.translate(where(verb, path), failure);
        }
    }

    PutObjectRequest.Builder putRequest(String path, byte[] content) {
        return marks.on(PutObjectRequest.builder(), path)
                .bucket(settings.bucket())
                .key(key(path))
                .expectedBucketOwner(owner())
                .contentType(contentType(path))
                .checksumCRC32C(Crc32c.base64(content))
                .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout()));
    }

    PutObjectResponse put(PutObjectRequest request, byte[] content) {
        return client.putObject(request, RequestBody.fromBytes(content));
    }

    /**
     * Refuses to go on when the store does not say that it encrypts as the settings ask: one that does not know the request's
     * header passes over it in silence.
     *
     * @param said what its answer names, null for nothing
     */
    void encrypted(String path, String said) throws IOException {
        String wanted = settings.objects().sse();
        if (!wanted.isEmpty() && !wanted.equals(said)) {
            throw StoreException.of(
                    StoreException.Kind.REFUSED,
                    where("encrypt", path),
                    "the store " + (said == null ? "does not encrypt" : "encrypts with " + said)
                            + " where sse asks for " + wanted + "; change the store's sse, or use a store that has it");
        }
    }

    OptionalLong size(String path) throws IOException {
        Optional<HeadObjectResponse> found = head(path);
        return found.isPresent() ? OptionalLong.of(found.get().contentLength()) : OptionalLong.empty();
    }

    /** What the store says of an object, empty when there is none. */
    Optional<HeadObjectResponse> head(String path) throws IOException {
        try {
            return Optional.of(client.headObject(r -> r.bucket(settings.bucket())
                    .key(key(path))
                    .expectedBucketOwner(owner())
                    .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout()))));
        } catch (S3Exception failure) {
            if (failure.statusCode() == 404) {
                return Optional.empty();
            }
            throw S3Errors.translate(where("look at", path), failure);
        } catch (SdkException failure) {
            throw S3Errors.translate(where("look at", path), failure);
        }
    }

    /**
     * Gives a whole object the lock and tags that were on the request that began its upload, where the store has forgotten them:
     * Ceph's gateway keeps neither. Where these credentials may not see them they are given again, which changes nothing.
     */
    void markAgain(String path, HeadObjectResponse stored) throws IOException {
        Optional<ObjectLockRetention> retention = marks.retention(path);
        if (retention.isPresent() && S3Marks.weaker(stored, retention.get())) {
            call(
                    "lock",
                    path,
                    () -> client.putObjectRetention(r -> r.bucket(settings.bucket())
                            .key(key(path))
                            .versionId(stored.versionId())
                            .expectedBucketOwner(owner())
                            .retention(retention.get())
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                            .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout()))));
        }
        Optional<Tagging> tags = marks.tags(path);
        if (tags.isPresent() && !Integer.valueOf(tags.get().tagSet().size()).equals(stored.tagCount())) {
            call(
                    "tag",
                    path,
                    () -> client.putObjectTagging(r -> r.bucket(settings.bucket())
                            .key(key(path))
                            .versionId(stored.versionId())
                            .expectedBucketOwner(owner())
                            .tagging(tags.get())
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                            .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout()))));
        }
    }

    /** Deletes an object; one that is gone is fine. */
    void delete(String path) throws IOException {
        call(
                "delete",
                path,
                () -> client.deleteObject(r -> r.bucket(settings.bucket())
                        .key(key(path))
                        .expectedBucketOwner(owner())
                        .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout()))));
    }

    HeadBucketResponse headBucket() throws IOException {
        return call(
                "look at",
                "",
                () -> client.headBucket(r -> r.bucket(settings.bucket())
                        .expectedBucketOwner(owner())
                        .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout()))));
    }

    static String contentType(String path) {
        if (path.endsWith(".json")) {
            return "application/json";
        }
        if (path.endsWith(".gz")) {
            return "application/gzip";
        }
        return path.endsWith(".md") ? "text/markdown; charset=utf-8" : "text/plain; charset=utf-8";
    }
}
