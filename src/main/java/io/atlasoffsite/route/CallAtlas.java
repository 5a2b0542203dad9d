package io.atlasoffsite.route;

import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.LoginRefused;
import io.atlasoffsite.atlas.TokenRequest;
import io.atlasoffsite.atlas.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the route {@code offsite-call-atlas}. Thread safe. */
final class CallAtlas {

    /** More JSON than any page of 500 items needs; a reply beyond it is not Atlas's. */
    private static final int GREATEST_REPLY = 16 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CallAtlas.class);

    private final AtlasSites sites;

    CallAtlas(AtlasSites sites) {
        this.sites = sites;
    }

    void begin(Exchange exchange) {
        AtlasCall call = Exchanges.body(exchange, AtlasCall.class);
        AtlasSite site = sites.named(Exchanges.header(exchange, Headers.ATLAS));
        Map<String, Object> headers = new HashMap<>(exchange.getMessage().getHeaders());
        headers.values().removeIf(value -> value == null);
        exchange.setVariable(Variables.CALL, CallTry.first(site, call, headers));
        exchange.setVariable(Variables.ATLAS_ENDPOINT, site.endpointUri());
        exchange.setVariable(Variables.TRY_AGAIN, true);
        exchange.setVariable(Variables.PAUSE_MILLIS, 0L);
    }

    void prepareTry(Exchange exchange) throws IOException, InterruptedException {
        CallTry counted = current(exchange).next();
        exchange.setVariable(Variables.CALL, counted);
        CallTry ready = counted.with(counted.site().logIn());
        exchange.setVariable(Variables.CALL, ready);
        AtlasCall call = ready.call();
        Map<String, Object> headers = new HashMap<>();
        headers.put("Accept", call.mediaType());
        headers.put(Exchange.HTTP_METHOD, call.method());
        headers.put(
                Exchange.HTTP_URI,
                ready.site().access().baseUrl().resolve(call.target()).toString());
        call.body().ifPresent(body -> headers.put(Exchange.CONTENT_TYPE, call.mediaType()));
        exchange.getMessage().setHeaders(headers);
        exchange.getMessage()
                .setBody(call.body()
                        .map(body -> body.getBytes(StandardCharsets.UTF_8))
                        .orElse(null));
    }

    void judgeReply(Exchange exchange) throws IOException {
        CallTry tried = current(exchange);
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Optional<String> retryAfter = Optional.ofNullable(exchange.getMessage().getHeader("Retry-After", String.class));
        byte[] body = bodyOf(exchange);
        boolean token = tried.site().token().isPresent();
        Verdict verdict = tried.site().policy().judge(tried.call(), status, retryAfter, body, tried.attempts(), token);
        if (status == 401) {
            tried.token()
                    .ifPresent(refused -> tried.site().token().orElseThrow().refused(refused));
        }
        act(exchange, tried, verdict);
    }

    void judgeFailure(Exchange exchange) throws IOException {
        CallTry tried = current(exchange);
        IOException failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, IOException.class);
        if (Failures.interrupted(failure)) {
            throw failure;
        }
        Verdict verdict = failure instanceof LoginRefused refused
                ? tried.site()
                        .policy()
                        .judge(
                                TokenRequest.CALL,
                                refused.status(),
                                refused.retryAfter(),
                                refused.body(),
                                tried.attempts(),
                                false)
                : tried.site().policy().judge(tried.call(), failure, tried.attempts());
        act(exchange, tried, verdict);
    }

    void finish(Exchange exchange) {
        CallTry done = current(exchange);
        exchange.getMessage().setHeaders(new HashMap<>(done.headers()));
        exchange.getMessage().setBody(done.reply());
        exchange.removeVariable(Variables.CALL);
    }

    private void act(Exchange exchange, CallTry tried, Verdict verdict) {
        if (verdict instanceof Verdict.Done done) {
            exchange.setVariable(Variables.CALL, tried.with(done.body()));
            exchange.setVariable(Variables.TRY_AGAIN, false);
        } else if (verdict instanceof Verdict.Again again) {
            LOG.info(
                    "{}; trying again in {} ms",
                    again.why().getMessage(),
                    again.pause().toMillis());
            exchange.setVariable(Variables.PAUSE_MILLIS, again.pause().toMillis());
        } else if (verdict instanceof Verdict.Failed failed) {
            exchange.getMessage().setHeaders(new HashMap<>(tried.headers()));
            exchange.getMessage().setBody(null);
            throw failed.why();
        }
    }

    private static byte[] bodyOf(Exchange exchange) throws IOException {
        try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
            return in == null ? new byte[0] : in.readNBytes(GREATEST_REPLY);
        }
    }

    private static CallTry current(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.CALL, CallTry.class);
    }
}
