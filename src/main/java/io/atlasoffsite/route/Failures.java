package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.store.StoreException;
import io.atlasoffsite.transfer.TransferException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Processor;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every failure below the routes its reason. Stateless. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final String ADDRESS = "put this host's address on the project's IP access list; then try again";
    private static final String AGAIN = "try again: the archive will be asked for again";

    private Failures() {}

    /**
     * Whether a failure only says that this process is going down, so that the request goes back to where it came from.
     *
     * @param failure what was thrown; not null
     * @return true for an interrupt, also as the cause of something else
     */
    public static boolean interrupted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof InterruptedIOException && !timeout(cause)
                    || cause instanceof RejectedExecutionException) {
                return true;
            }
        }
        return false;
    }

    private static boolean timeout(Throwable failure) {
        return failure instanceof SocketTimeoutException || failure instanceof ConnectionRequestTimeoutException;
    }

    /** The step with all its failures typed, so that whoever calls the route sees one exception; only going down stays as it is. */
    static Processor typed(Processor step) {
        return exchange -> {
            try {
                step.process(exchange);
            } catch (Exception failure) {
                if (failure instanceof OffsiteException || interrupted(failure)) {
                    throw failure;
                }
                throw typed(failure);
            }
        };
    }

    /** The failure as the pack's own exception; one that nobody foresaw is logged here, for its text is not passed on. */
    static OffsiteException typed(Throwable failure) {
        Optional<OffsiteException> known = known(failure);
        if (known.isPresent()) {
            return known.get();
        }
        LOG.error("a failure nobody foresaw", failure);
        return OffsiteException.because(
                        Reason.UNEXPECTED,
                        "an unexpected " + failure.getClass().getSimpleName() + " stopped the request")
                .hint("the log of this process has the details")
                .build();
    }

    /**
     * The failure as the pack's own exception, when it is one, or one of a store or the transfer engine, or was caused by such.
     *
     * @param failure what was thrown, e.g. the exception of an exchange; not null
     * @return the exception with its reason, empty for a failure nobody foresaw
     */
    public static Optional<OffsiteException> known(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                // What broke when the thread was interrupted is a consequence, whatever it is.
                return Optional.empty();
            }
            if (cause instanceof OffsiteException typed) {
                return Optional.of(typed);
            }
            if (cause instanceof StoreException store) {
                return Optional.of(of(store));
            }
            if (cause instanceof TransferException transfer) {
                return Optional.of(of(transfer));
            }
        }
        return Optional.empty();
    }

    /**
     * Why it failed, in one word.
     *
     * @param failure what was thrown; not null
     * @return the reason, {@code unexpected} for a failure nobody foresaw
     */
    static Reason reason(Throwable failure) {
        return known(failure).map(OffsiteException::reason).orElse(Reason.UNEXPECTED);
    }

    private static OffsiteException of(StoreException failure) {
        Reason reason = switch (failure.kind()) {
            case UNAVAILABLE -> Reason.STORE_UNAVAILABLE;
            case REFUSED -> Reason.STORE_REFUSED;
            case FULL -> Reason.STORE_FULL;
            case MISSING, DAMAGED -> Reason.INTEGRITY;
        };
        String hint = switch (failure.kind()) {
            case UNAVAILABLE -> "try again when the store is well again";
            case REFUSED -> "change the store's rights or its entry in offsite.yaml, try offsite check, then try again";
            case FULL -> "make room in the store, then try again";
            case MISSING, DAMAGED -> "look at the store: something else than atlas-offsite has changed it";
        };
        return OffsiteException.because(reason, failure.getMessage())
                .answer(failure.status(), failure.code())
                .hint(hint)
                .retryable(
                        failure.kind() == StoreException.Kind.UNAVAILABLE || failure.kind() == StoreException.Kind.FULL)
                .cause(failure)
                .build();
    }

    private static OffsiteException of(TransferException failure) {
        boolean integrity = failure.integrity();
        String hint = hint(failure);
        return OffsiteException.because(integrity ? Reason.INTEGRITY : Reason.DOWNLOAD_FAILED, failure.getMessage())
                .answer(failure.status(), failure.code())
                .hint(hint)
                .retryable(true)
                .cause(failure)
                .build();
    }

    private static String hint(TransferException failure) {
        if (failure.kind() == TransferException.Kind.TOO_MANY_TRIES
                && failure.getCause() instanceof TransferException last) {
            return hint(last);
        }
        if (failure.kind() == TransferException.Kind.CONNECT && failure.status() == 407) {
            return "check the user and password in network.proxy; then try again";
        }
        return switch (failure.kind()) {
            case HOST_NOT_ALLOWED ->
                "add the host to downloadHosts of this Atlas access, if it is right, then try again";
            case TLS ->
                "name the authority of the certificate in network.caFile when something in between opens TLS; then try"
                        + " again";
            case CONNECT, DNS ->
                "open the firewall to the download host, ports 443 and 27017, and put this host's"
                        + " address on the project's IP access list; then try again";
            case EXPIRED_LINK -> ADDRESS;
            // Only these are what a host says to an address it does not know; any other answer has another cause.
            case REFUSED -> failure.status() == 401 || failure.status() == 403 ? ADDRESS : AGAIN;
            case SPOOL -> "make room in the directory transfer.spool, or let this user write there; then try again";
            case UNSAFE_ENTRY, BOMB -> "the archive is not what Atlas makes: look at it before you try again";
            default -> AGAIN;
        };
    }
}
