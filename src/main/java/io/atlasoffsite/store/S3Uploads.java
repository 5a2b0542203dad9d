package io.atlasoffsite.store;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** The requests of multipart uploads, and what is left of uploads that nobody finished. Thread safe. */
final class S3Uploads {

    private static final long LEAST_BYTES_PER_SECOND = 256 << 10;

    private final S3Calls calls;

    S3Uploads(S3Calls calls) {
        this.calls = calls;
    }

    /** Begins one, and answers its id. */
    String begin(String path) throws IOException {
        CreateMultipartUploadResponse begun = calls.call(
                "begin upload of",
                path,
                () -> calls.client()
                        .createMultipartUpload(calls.marks()
                                .on(CreateMultipartUploadRequest.builder(), path)
                                .bucket(calls.settings().bucket())
                                .key(calls.key(path))
                                .expectedBucketOwner(calls.owner())
                                .contentType(S3Calls.contentType(path))
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                                .overrideConfiguration(c ->
                                        c.apiCallAttemptTimeout(calls.settings().callTimeout()))
                                .build()));
        try {
            calls.encrypted(path, begun.serverSideEncryptionAsString());
        } catch (StoreException plain) {
            try {
                abort(path, begun.uploadId());
            } catch (IOException alsoFailed) {
                plain.addSuppressed(alsoFailed);
            }
            throw plain;
        }
        return begun.uploadId();
    }

    /** Sends a part; the client's failures come as they are. */
    CompletedPart part(String path, String uploadId, int number, String checksum, RequestBody body, long length) {
        Duration limit = calls.settings().callTimeout().plusSeconds(length / LEAST_BYTES_PER_SECOND);
        String etag = calls.client()
                .uploadPart(
                        r -> r.bucket(calls.settings().bucket())
                                .key(calls.key(path))
                                .expectedBucketOwner(calls.owner())
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

    /** Makes an object of the parts; the client's failures come as they are, because the deed may be done all the same. */
    void complete(String path, String uploadId, List<CompletedPart> parts) {
        calls.client()
                .completeMultipartUpload(r -> r.bucket(calls.settings().bucket())
                        .key(calls.key(path))
                        .expectedBucketOwner(calls.owner())
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(parts))
                        .overrideConfiguration(c -> c.apiCallAttemptTimeout(
                                calls.settings().callTimeout().multipliedBy(5))));
    }

    /** Aborts an upload; one that is gone is fine. */
    void abort(String path, String uploadId) throws IOException {
        calls.call("abort upload of", path, () -> {
            try {
                return calls.client()
                        .abortMultipartUpload(r -> r.bucket(calls.settings().bucket())
                                .key(calls.key(path))
                                .uploadId(uploadId)
                                .expectedBucketOwner(calls.owner())
                                .overrideConfiguration(c ->
                                        c.apiCallAttemptTimeout(calls.settings().callTimeout())));
            } catch (NoSuchUploadException gone) {
                return gone;
            }
        });
    }

    /** The unfinished uploads whose path begins so. */
    List<MultipartUpload> unfinished(String pathPrefix) throws IOException {
        return calls.call(
                "list uploads of",
                pathPrefix,
                () -> calls
                        .client()
                        .listMultipartUploadsPaginator(
                                r -> r.bucket(calls.settings().bucket())
                                        .prefix(calls.key(pathPrefix))
                                        .expectedBucketOwner(calls.owner())
                                        .overrideConfiguration(c -> c.apiCallAttemptTimeout(
                                                calls.settings().callTimeout())))
                        .uploads()
                        .stream()
                        .filter(upload -> upload.key() != null && upload.key().startsWith(calls.key(pathPrefix)))
                        .toList());
    }

    /** Aborts all unfinished uploads of one path, and looks until none reappears: a part in flight can bring one back. */
    void abortAll(String path) throws IOException {
        for (int round = 1; ; round++) {
            List<MultipartUpload> left = unfinished(path).stream()
                    .filter(upload -> upload.key().equals(calls.key(path)))
                    .toList();
            if (left.isEmpty()) {
                return;
            }
            if (round > 3) {
                throw StoreException.of(
                        StoreException.Kind.UNAVAILABLE,
                        calls.where("abort upload of", path),
                        "the upload reappears after every abort; the next sweep tries again");
            }
            for (MultipartUpload upload : left) {
                abort(path, upload.uploadId());
            }
        }
    }
}
