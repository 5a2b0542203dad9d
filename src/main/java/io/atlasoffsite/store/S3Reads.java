package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Reads the objects of an S3 store, small ones whole and archives as they come. Thread safe. */
final class S3Reads {

    private final S3Calls calls;

    S3Reads(S3Calls calls) {
        this.calls = calls;
    }

    /** A small file, empty when there is none; a longer one than the limit is damaged. */
    Optional<byte[]> whole(String path, int limitBytes) throws IOException {
        Optional<byte[]> content = upTo(path, limitBytes + 1L);
        if (content.isPresent() && content.get().length > limitBytes) {
            throw StoreException.of(
                    Kind.DAMAGED,
                    calls.where("read", path),
                    "it is longer than " + limitBytes + " bytes; look at it by hand");
        }
        return content;
    }

    /** The first bytes of a file, empty when there is none. */
    Optional<byte[]> upTo(String path, long most) throws IOException {
        try {
            return Optional.of(calls.client()
                    .getObject(
                            r -> r.bucket(calls.settings().bucket())
                                    .key(calls.key(path))
                                    .expectedBucketOwner(calls.owner())
                                    .overrideConfiguration(c -> c.apiCallAttemptTimeout(
                                            calls.settings().callTimeout())),
                            (response, body) -> readRetryably(body, most)));
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        } catch (SdkException failure) {
            throw S3Errors.translate(calls.where("read", path), failure);
        }
    }

    /** Inside the client's own retries, so that a connection that breaks in a small file is not seen by anybody. */
    private static byte[] readRetryably(AbortableInputStream body, long most) {
        try {
            byte[] content = body.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
            if (content.length == most) {
                body.abort();
            }
            return content;
        } catch (IOException broken) {
            throw RetryableException.create("the connection broke in the middle", broken);
        }
    }

    InputStream open(String path, long offset, long length) throws IOException {
        long end = offset + length;
        try {
            return new S3Body((from, etag) -> response(path, from, end, etag), offset, end, calls.where("read", path));
        } catch (NoSuchKeyException missing) {
            throw StoreException.of(Kind.MISSING, calls.where("read", path), "there is no such object", missing);
        } catch (SdkException failure) {
            throw S3Errors.translate(calls.where("read", path), failure);
        }
    }

    private ResponseInputStream<GetObjectResponse> response(String path, long from, long end, String etag)
            throws StoreException {
        boolean whole = from == 0 && end == Long.MAX_VALUE;
        String last = end == Long.MAX_VALUE ? "" : String.valueOf(end - 1);
        ResponseInputStream<GetObjectResponse> response = calls.client()
                .getObject(r -> r.bucket(calls.settings().bucket())
                        .key(calls.key(path))
                        .expectedBucketOwner(calls.owner())
                        .ifMatch(S3Calls.orNone(etag))
                        .range(whole ? null : "bytes=" + from + "-" + last));
        String said = response.response().contentRange();
        if (!whole && (said == null || !said.startsWith("bytes " + from + "-"))) {
            response.abort();
            throw StoreException.of(
                    Kind.REFUSED,
                    calls.where("read", path),
                    new StoreException.Answer(0, StoreException.LACKING),
                    "the server does not answer with the range it was asked for; use one that knows ranges",
                    null);
        }
        return response;
    }
}
