package io.atlasoffsite.store;

import static java.util.Map.entry;

import io.atlasoffsite.store.StoreException.Answer;
import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What an S3 client's failure means. The client has done its own retries by then. */
final class S3Errors {

    private static final Set<String> FULL = Set.of(
            "QuotaExceeded",
            "InsufficientStorage",
            "InsufficientCapacity",
            "XMinioStorageFull",
            "ServiceQuotaExceededException",
            "XMinioAdminBucketQuotaExceeded",
            "StorageQuotaExceeded");
    private static final Set<String> BUSY = Set.of(
            "SlowDown",
            "RequestTimeout",
            "InternalError",
            "ServiceUnavailable",
            "OperationAborted",
            "Throttling",
            "ConditionalRequestConflict",
            "NoSuchUpload");
    private static final Map<String, String> ADVICE = Map.ofEntries(
            entry("NoSuchBucket", "the bucket does not exist; create it or correct the store's bucket"),
            entry("InvalidAccessKeyId", "the store does not know these credentials; renew them"),
            entry(
                    "SignatureDoesNotMatch",
                    "the store refuses these credentials' signature; check the secret key and the region"),
            entry("ExpiredToken", "the credentials have expired; renew them"),
            entry("RequestTimeTooSkewed", "this machine's clock differs too much from the store's; set it"),
            entry("PermanentRedirect", "the bucket is in another region; correct the store's region or endpoint"),
            entry("AuthorizationHeaderMalformed", "the bucket is in another region; correct the store's region"),
            entry("IllegalLocationConstraintException", "the bucket is in another region; correct the store's region"),
            entry("InvalidStorageClass", "the store does not have this storage class; correct storageClass"),
            entry("InvalidObjectState", "the object is in an archive class; restore it in S3 first, then try again"),
            entry("KMS.NotFoundException", "the store does not know the key; correct kmsKeyId"),
            entry("KMS.DisabledException", "the key is disabled; enable it or correct kmsKeyId"));

    private static final int PROXY_WANTS_LOGIN = 407;

    private S3Errors() {}

    static IOException translate(Where where, SdkException failure) {
        if (failure instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException(where.verb() + " " + where.address() + " was interrupted");
            interrupted.initCause(failure);
            return interrupted;
        }
        if (failure instanceof SdkServiceException answered) {
            return answered(where, answered);
        }
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Unable to load credentials")) {
            return StoreException.of(
                    Kind.REFUSED, where, "no credentials were found; configure the store's credentials", failure);
        }
        return StoreException.of(Kind.UNAVAILABLE, where, silence(failure), failure);
    }

    private static String silence(SdkException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
                return "TLS with the store failed; check its certificate and network.caFile";
            }
        }
        return "the store could not be reached or did not answer; try again later";
    }

    private static StoreException answered(Where where, SdkServiceException failure) {
        int status = failure.statusCode();
        Answer answer = new Answer(status, code(failure));
        String said = " (" + status + (answer.code().isEmpty() ? "" : " " + answer.code()) + ")";
        if (status == PROXY_WANTS_LOGIN) {
            return StoreException.of(
                    Kind.REFUSED, where, answer, "the proxy answered 407; check its user and password", failure);
        }
        if (FULL.contains(answer.code()) || status == 507) {
            return StoreException.of(
                    Kind.FULL, where, answer, "the store has no room left" + said + "; make room", failure);
        }
        if (ADVICE.containsKey(answer.code())) {
            return StoreException.of(Kind.REFUSED, where, answer, ADVICE.get(answer.code()) + said, failure);
        }
        if (status >= 500 && status != 501 || status == 408 || status == 429 || BUSY.contains(answer.code())) {
            return StoreException.of(
                    Kind.UNAVAILABLE, where, answer, "the store failed" + said + "; try again later", failure);
        }
        return StoreException.of(Kind.REFUSED, where, answer, refusal(status) + said, failure);
    }

    private static String refusal(int status) {
        return switch (status) {
            case 301, 307 -> "the bucket is in another region; correct the store's region or endpoint";
            case 401, 403 -> "access denied; give these credentials the rights docs/configuration.md names";
            case 404 -> "it does not exist; check the store's bucket and prefix";
            default -> "the store refused; look up its answer";
        };
    }

    /** Whether a code says more than that something is not there or not known. */
    static boolean known(String code) {
        return ADVICE.containsKey(code) || BUSY.contains(code) || FULL.contains(code);
    }

    static String code(SdkServiceException failure) {
        return failure instanceof AwsServiceException aws
                        && aws.awsErrorDetails() != null
                        && aws.awsErrorDetails().errorCode() != null
                ? aws.awsErrorDetails().errorCode()
                : "";
    }
}
