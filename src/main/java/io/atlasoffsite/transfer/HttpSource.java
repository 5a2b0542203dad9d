package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.TransferException.Remedy;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/**
 * GETs the archive of one transfer from the download host. For one thread, but for {@link #abort()}, which any thread may call
 * and which cuts the connection at once.
 */
final class HttpSource implements AutoCloseable {

    private static final int MOST_REDIRECTS = 5;
    private static final int STALLS_TO_ANSWER = 5;

    /** Where a broken stream goes on: after {@code offset} of {@code total} bytes of what the ETag names. */
    record Continuation(long offset, long total, String etag) {}

    private final CloseableHttpClient client;
    private final HostPolicy policy;
    private final ScheduledExecutorService scheduler;
    private final Duration patience;
    private Optional<SignedUrl> askedLast = Optional.empty();
    private volatile Optional<HttpGet> current = Optional.empty();
    private volatile String target = "";
    private volatile boolean aborted;

    /**
     * @param scheduler cuts off a host that never comes to the end of its answer's head
     */
    HttpSource(EngineSettings settings, SSLContext tls, HostPolicy policy, ScheduledExecutorService scheduler) {
        this.client = HttpClients.make(settings.network(), settings.stallTimeout(), tls, policy, () -> target);
        this.policy = policy;
        this.scheduler = scheduler;
        this.patience =
                settings.network().connectTimeout().plus(settings.stallTimeout().multipliedBy(STALLS_TO_ANSWER));
    }

    /**
     * Asks for the archive, from its beginning or from where it broke off, following redirects to allowed hosts.
     *
     * @throws TransferException when it was not served; its remedy says what a new try needs
     */
    HttpBody open(SignedUrl url, Optional<Continuation> from) throws TransferException {
        policy.check(url);
        boolean askedBefore = askedLast.filter(url::equals).isPresent();
        askedLast = Optional.of(url);
        try {
            return followingRedirects(url, from);
        } catch (TransferException e) {
            throw askedBefore ? HttpFailures.ofSpentLink(e) : e;
        }
    }

    private HttpBody followingRedirects(SignedUrl url, Optional<Continuation> from) throws TransferException {
        SignedUrl at = url;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Answer answer = inTime(at, from);
            if (answer instanceof Answer.Body served) {
                return served.body();
            }
            at = follow(at, ((Answer.Redirect) answer).location());
        }
        throw TransferException.of(Kind.REFUSED, "the download host " + url.host() + " redirected more than 5 times");
    }

    /** What a host answers that does not refuse. */
    private sealed interface Answer {
        record Body(HttpBody body) implements Answer {}

        record Redirect(Optional<String> location) implements Answer {}
    }

    /** A host can send its head, or the page with which it refuses, byte by byte for ever without ever being silent. */
    private Answer inTime(SignedUrl at, Optional<Continuation> from) throws TransferException {
        HttpGet get = request(at, from);
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm = scheduler.schedule(
                () -> {
                    late.set(true);
                    get.cancel();
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return ask(get, at, from);
        } catch (TransferException e) {
            throw late.get() ? HttpFailures.tooSlowToAnswer(at.host()) : e;
        } finally {
            alarm.cancel(false);
        }
    }

    private Answer ask(HttpGet get, SignedUrl at, Optional<Continuation> from) throws TransferException {
        ClassicHttpResponse response = send(get, at);
        if (!isRedirect(response.getCode())) {
            return new Answer.Body(HttpBody.accept(response, get, at.host(), from));
        }
        Optional<String> location = header(response, HttpHeaders.LOCATION);
        HttpBody.cutOff(get, response);
        return new Answer.Redirect(location);
    }

    /** Cuts the current connection at once; another may be opened. Callable from any thread. */
    void cut() {
        current.ifPresent(HttpGet::cancel);
    }

    /** Cuts the connection at once, now and later; nothing is drained. */
    void abort() {
        aborted = true;
        current.ifPresent(HttpGet::cancel);
        client.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void close() {
        abort();
    }

    private ClassicHttpResponse send(HttpGet get, SignedUrl url) throws TransferException {
        current = Optional.of(get);
        if (aborted) {
            throw TransferException.of(Kind.CUT, "the transfer was aborted");
        }
        try {
            target = pathAndQuery(url.reveal());
            HttpHost host = new HttpHost(url.scheme(), url.host(), url.port());
            HttpClientContext context = HttpClientContext.create();
            ClassicHttpResponse response = client.executeOpen(host, get, context);
            if (url.scheme().equals("https") && context.getSSLSession() == null) {
                HttpBody.cutOff(get, response);
                throw HttpFailures.proxyRefusal(response.getCode(), url.host());
            }
            return response;
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw HttpFailures.whileAsking(e, url.host());
        } catch (RuntimeException e) {
            // A client that was shut down under way says so with an unchecked exception.
            if (aborted) {
                throw TransferException.of(Kind.CUT, "the transfer was aborted");
            }
            throw e;
        }
    }

    private static String pathAndQuery(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static HttpGet request(SignedUrl url, Optional<Continuation> from) {
        HttpGet get = new HttpGet(url.reveal().resolve(QuietConnection.HIDDEN));
        get.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        from.ifPresent(where -> {
            get.setHeader(HttpHeaders.RANGE, "bytes=" + where.offset() + "-");
            get.setHeader(HttpHeaders.IF_RANGE, where.etag());
        });
        return get;
    }

    private SignedUrl follow(SignedUrl from, Optional<String> location) throws TransferException {
        try {
            // An empty reference would resolve to a place nobody named.
            String target = location.filter(text -> !text.isEmpty())
                    .orElseThrow(() -> new IllegalArgumentException("no location"));
            return policy.checkRedirect(from.reveal().resolve(new URI(target)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            // No cause: it would quote the link.
            throw TransferException.because(
                            Kind.REFUSED, "the download host " + from.host() + " redirected to what is no URL")
                    .remedy(Remedy.NONE)
                    .build();
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    static Optional<String> header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null
                ? Optional.empty()
                : Optional.of(header.getValue().strip());
    }
}
