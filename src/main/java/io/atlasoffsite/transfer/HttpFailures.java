package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.HostPolicy.RefusedAddressException;
import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.TransferException.Remedy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** Says what a failure of the HTTP client means. No message quotes more of a link than its host. */
final class HttpFailures {

    private static final int LOOKED_AT = 4096;
    private static final Pattern S3_CODE = Pattern.compile("<Code>([A-Za-z0-9_.]{1,64})</Code>");

    private HttpFailures() {}

    /** A failure before the response's head was read. */
    static TransferException whileAsking(IOException e, String host) {
        if (e instanceof RefusedAddressException) {
            return failure(
                    Kind.HOST_NOT_ALLOWED,
                    Remedy.NONE,
                    "the download host " + host
                            + " resolves to an address of a private network; name a private endpoint"
                            + " in the plan if that is meant");
        }
        if (e instanceof UnknownHostException) {
            return failure(Kind.DNS, Remedy.SAME_TICKET, "the download host " + host + " cannot be resolved");
        }
        if (e instanceof SSLException && !brokeOff(e)) {
            return TransferException.because(
                            Kind.TLS,
                            "TLS with the download host " + host + " failed; check its certificate and caFile")
                    .cause(e)
                    .build();
        }
        if (e instanceof ConnectTimeoutException
                || e instanceof ConnectException
                || e instanceof NoRouteToHostException
                || e instanceof SSLException) {
            return failure(
                    Kind.CONNECT, Remedy.SAME_TICKET, "no connection to the download host " + host + " was made");
        }
        return whileReading(e, host, 0);
    }

    /** A failure while the body was read. */
    static TransferException whileReading(IOException e, String host, long bytesSoFar) {
        boolean stalled = e instanceof SocketTimeoutException;
        String what = stalled ? " sent nothing for the stall timeout" : " broke the stream off";
        return TransferException.because(
                        stalled ? Kind.STALLED : Kind.CUT,
                        "the download host " + host + what + " after " + bytesSoFar + " bytes")
                .remedy(Remedy.SAME_TICKET)
                .bytes(bytesSoFar)
                .cause(harmless(e))
                .build();
    }

    /** The host sends so little that waiting for more is of no use. */
    static TransferException tooSlow(String host, long bytesSoFar) {
        return TransferException.because(
                        Kind.STALLED,
                        "the download host " + host + " gave less than 64 KiB in ten stall timeouts after " + bytesSoFar
                                + " bytes")
                .remedy(Remedy.SAME_TICKET)
                .bytes(bytesSoFar)
                .build();
    }

    /** A response that serves nothing. At most 4 KiB of it are looked at, for an object store's code. */
    static TransferException refusal(ClassicHttpResponse response, String host) {
        int status = response.getCode();
        String body = beginning(response);
        Matcher matcher = S3_CODE.matcher(body);
        String code = matcher.find() ? matcher.group(1) : "";
        boolean expired = code.equals("ExpiredToken")
                || status >= 400
                        && status < 500
                        && body.toLowerCase(Locale.ROOT).contains("expired");
        String why = code.isEmpty() ? "" : " " + code;
        return TransferException.because(
                        expired ? Kind.EXPIRED_LINK : Kind.REFUSED,
                        "the download host " + host + " answered " + status + why
                                + (expired ? ": the link has expired" : " instead of the archive"))
                .remedy(expired ? Remedy.FRESH_TICKET : remedy(status))
                .answer(status, code)
                .build();
    }

    /** The host sends, but never comes to what was asked. */
    static TransferException tooSlowToAnswer(String host) {
        return failure(
                Kind.STALLED, Remedy.SAME_TICKET, "the download host " + host + " did not finish its answer's head");
    }

    /**
     * A refusal of a link that was asked before, and so may have been spent by that: whatever the status, another link may serve.
     * Hosts do not agree on what they answer then.
     */
    static TransferException ofSpentLink(TransferException refusal) {
        boolean refused = refusal.status() >= 400 && refusal.status() < 500 && refusal.kind() == Kind.REFUSED;
        if (!refused || refusal.remedy() != Remedy.NONE) {
            return refusal;
        }
        return TransferException.because(refusal.kind(), refusal.getMessage())
                .remedy(Remedy.FRESH_TICKET)
                .answer(refusal.status(), refusal.code())
                .build();
    }

    /** An answer that came before there was TLS to the download host: the proxy's own. */
    static TransferException proxyRefusal(int status, String host) {
        return TransferException.because(
                        Kind.CONNECT,
                        "the proxy answered " + status + " when asked to connect to " + host
                                + "; check what it allows, its user and password")
                // Showing it the same password again can lock the account.
                .remedy(status == 407 ? Remedy.NONE : Remedy.SAME_TICKET)
                .answer(status, "")
                .build();
    }

    private static Remedy remedy(int status) {
        return switch (status) {
            case 401, 403, 404, 410 -> Remedy.FRESH_TICKET;
            case 408, 425, 429 -> Remedy.SAME_TICKET;
            default -> status >= 500 ? Remedy.SAME_TICKET : Remedy.NONE;
        };
    }

    private static String beginning(ClassicHttpResponse response) {
        if (response.getEntity() == null) {
            return "";
        }
        try {
            // Not closed: closing reads the rest; the caller cuts the connection.
            InputStream in = response.getEntity().getContent();
            return new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static TransferException failure(Kind kind, Remedy remedy, String summary) {
        return TransferException.because(kind, summary).remedy(remedy).build();
    }

    /** Whether TLS failed because the connection did, which a new try may mend, not because of what was said on it. */
    private static boolean brokeOff(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof EOFException || at instanceof SocketException || at instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** The cause, unless its text could quote a header or the link. */
    private static Throwable harmless(IOException e) {
        boolean plain =
                e instanceof SocketException || e instanceof SocketTimeoutException || e instanceof SSLException;
        return plain ? e : new IOException(e.getClass().getSimpleName());
    }
}
