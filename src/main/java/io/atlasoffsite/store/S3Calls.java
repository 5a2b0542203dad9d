package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The S3 requests of a store, each with the settings that apply to it and an explicit checksum, so that the client neither adds
 * one of its own nor chunks the body with a trailer. Failures come back translated; paths are the store's, keys are made here.
 */
final class S3Calls {

    private static final long LEAST_BYTES_PER_SECOND = 256 << 10;

    private final String store;
    private final S3Client client;
    private final S3StoreSettings settings;

    S3Calls(String store, S3Client client, S3StoreSettings settings) {
        this.store = store;
        this.client = client;
        this.settings = settings;
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
        return PutObjectRequest.builder()
                .bucket(settings.bucket())
                .key(key(path))
                .expectedBucketOwner(owner())
                .contentType(contentType(path))
                .serverSideEncryption(orNone(settings.sse()))
                .ssekmsKeyId(orNone(settings.kmsKeyId()))
                .checksumCRC32C(Crc32c.base64(content))
                .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout()));
    }

    void put(PutObjectRequest request, byte[] content) {
        client.putObject(request, RequestBody.fromBytes(content));
    }

    OptionalLong size(String path) throws IOException {
        try {
            return OptionalLong.of(client.headObject(r -> r.bucket(settings.bucket())
                            .key(key(path))
                            .expectedBucketOwner(owner())
                            .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout())))
                    .contentLength());
        } catch (S3Exception failure) {
            if (failure.statusCode() == 404) {
                return OptionalLong.empty();
            }
            throw S3Errors.translate(where("look at", path), failure);
        } catch (SdkException failure) {
            throw S3Errors.translate(where("look at", path), failure);
        }
    }

    String createUpload(String path) throws IOException {
        return call(
                "begin upload of",
                path,
                () -> client.createMultipartUpload(r -> r.bucket(settings.bucket())
                                .key(key(path))
                                .expectedBucketOwner(owner())
                                .contentType(contentType(path))
                                .storageClass(orNone(settings.storageClass()))
                                .serverSideEncryption(orNone(settings.sse()))
                                .ssekmsKeyId(orNone(settings.kmsKeyId()))
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                                .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout())))
                        .uploadId());
    }

    CompletedPart uploadPart(String path, String uploadId, int number, String checksum, RequestBody body, long length) {
        Duration limit = settings.callTimeout().plusSeconds(length / LEAST_BYTES_PER_SECOND);
        String etag = client.uploadPart(
                        r -> r.bucket(settings.bucket())
                                .key(key(path))
                                .expectedBucketOwner(owner())
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentLength(length)
                                .checksumCRC32C(checksum)
                                .overrideConfiguration(c -> c.apiCallAttemptTimeout(limit)),
                        body)
                .eTag();
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(etag)
                .checksumCRC32C(checksum)
                .build();
    }

    void complete(String path, String uploadId, List<CompletedPart> parts) {
        client.completeMultipartUpload(r -> r.bucket(settings.bucket())
                .key(key(path))
                .expectedBucketOwner(owner())
                .uploadId(uploadId)
                .multipartUpload(upload -> upload.parts(parts))
                .overrideConfiguration(
                        c -> c.apiCallAttemptTimeout(settings.callTimeout().multipliedBy(5))));
    }

    /** Aborts an upload; one that is gone is fine. */
    void abort(String path, String uploadId) throws IOException {
        call("abort upload of", path, () -> {
            try {
                return client.abortMultipartUpload(r -> r.bucket(settings.bucket())
                        .key(key(path))
                        .uploadId(uploadId)
                        .expectedBucketOwner(owner())
                        .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout())));
            } catch (NoSuchUploadException gone) {
                return gone;
            }
        });
    }

    /** The unfinished uploads whose path begins so. */
    List<MultipartUpload> uploads(String pathPrefix) throws IOException {
        return call(
                "list uploads of",
                pathPrefix,
                () -> client
                        .listMultipartUploadsPaginator(r -> r.bucket(settings.bucket())
                                .prefix(key(pathPrefix))
                                .expectedBucketOwner(owner())
                                .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout())))
                        .uploads()
                        .stream()
                        .toList());
    }

    /** Aborts all unfinished uploads of one path, and looks until none reappears: a part in flight can bring one back. */
    void abortAll(String path) throws IOException {
        for (int round = 1; ; round++) {
            List<MultipartUpload> left = uploads(path).stream()
                    .filter(upload -> upload.key().equals(key(path)))
                    .toList();
            if (left.isEmpty()) {
                return;
            }
            if (round > 3) {
                throw StoreException.of(
                        StoreException.Kind.UNAVAILABLE,
                        where("abort upload of", path),
                        "the upload reappears after every abort; the next sweep tries again");
            }
            for (MultipartUpload upload : left) {
                abort(path, upload.uploadId());
            }
        }
    }

    HeadBucketResponse headBucket() throws IOException {
        return call(
                "look at",
                "",
                () -> client.headBucket(r -> r.bucket(settings.bucket())
                        .expectedBucketOwner(owner())
                        .overrideConfiguration(c -> c.apiCallAttemptTimeout(settings.callTimeout()))));
    }

    private static String contentType(String path) {
        if (path.endsWith(".json")) {
            return "application/json";
        }
        if (path.endsWith(".gz")) {
            return "application/gzip";
        }
        return path.endsWith(".md") ? "text/markdown; charset=utf-8" : "text/plain; charset=utf-8";
    }
}
