package io.atlasoffsite.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds out what an S3-compatible store really does, once: whether it refuses a part with a wrong checksum, and a conditional
 * write where something is already. Stores that do not are not wrong, but what they say then proves nothing.
 */
final class S3Probe {

    private static final byte[] CONTENT = "atlas-offsite probe\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "atlas-offsite other\n".getBytes(StandardCharsets.US_ASCII);

    private final S3Calls calls;
    private final S3Uploads uploads;
    private Optional<Boolean> checksums = Optional.empty();
    private Optional<Boolean> conditions = Optional.empty();

    S3Probe(S3Calls calls, S3Uploads uploads) {
        this.calls = calls;
        this.uploads = uploads;
    }

    /** Whether a part with a wrong checksum is refused. */
    synchronized boolean checksums() throws IOException {
        if (checksums.isEmpty()) {
            checksums = Optional.of(tryWrongChecksum());
        }
        return checksums.get();
    }

    /** Whether the second of two conditional writes is refused. */
    synchronized boolean conditions() throws IOException {
        if (conditions.isEmpty()) {
            conditions = Optional.of(tryCondition());
        }
        return conditions.get();
    }

    private static String path() {
        return Layout.PROBES + "/" + UUID.randomUUID();
    }

    private boolean tryWrongChecksum() throws IOException {
        String path = path();
        String uploadId = uploads.begin(path);
        try {
            calls.call("probe", path, () -> part(path, uploadId, CONTENT));
            try {
                part(path, uploadId, OTHER);
                return false;
            } catch (S3Exception refused) {
                if (refused.statusCode() == 400 || refused.statusCode() == 422) {
                    return true;
                }
                throw S3Errors.translate(calls.where("probe", path), refused);
            } catch (SdkException failure) {
                throw S3Errors.translate(calls.where("probe", path), failure);
            }
        } finally {
            uploads.abort(path, uploadId);
        }
    }

    private Object part(String path, String uploadId, byte[] sumOf) {
        return uploads.part(path, uploadId, 1, Crc32c.base64(sumOf), RequestBody.fromBytes(CONTENT), CONTENT.length);
    }

    private boolean tryCondition() throws IOException {
        String path = path();
        calls.call("probe", path, () -> write(path, false));
        try {
            write(path, true);
            return false;
        } catch (S3Exception refused) {
            if (refused.statusCode() == 412 || refused.statusCode() == 409) {
                return true;
            }
            if (S3Store.unknownHeader(refused)) {
                return false;
            }
            throw S3Errors.translate(calls.where("probe", path), refused);
        } catch (SdkException failure) {
            throw S3Errors.translate(calls.where("probe", path), failure);
        } finally {
            delete(path);
        }
    }

    private Object write(String path, boolean conditional) {
        calls.put(
                calls.putRequest(path, CONTENT)
                        .ifNoneMatch(conditional ? "*" : null)
                        .build(),
                CONTENT);
        return path;
    }

    private void delete(String path) throws IOException {
        calls.call(
                "probe",
                path,
                () -> calls.client()
                        .deleteObject(r -> r.bucket(calls.settings().bucket())
                                .key(calls.key(path))
                                .expectedBucketOwner(calls.owner())));
    }
}
