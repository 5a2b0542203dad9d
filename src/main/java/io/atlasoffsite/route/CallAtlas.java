package io.atlasoffsite.route;

import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.LoginRefused;
import io.atlasoffsite.atlas.ProjectLimits;
import io.atlasoffsite.atlas.Retirements;
import io.atlasoffsite.atlas.TokenRequest;
import io.atlasoffsite.atlas.Verdict;
import io.atlasoffsite.ops.CopyMeters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
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

    private static final int TOO_MANY_REQUESTS = 429;

    private final AtlasSites sites;
    private final Retirements retirements;
    private final CopyMeters meters;
    private final Clock clock;

    CallAtlas(AtlasSites sites, Retirements retirements, CopyMeters meters, Clock clock) {
        this.sites = sites;
        this.retirements = retirements;
        this.meters = meters;
        this.clock = clock;
    }

    void begin(Exchange exchange) {
        AtlasCall call = Exchanges.body(exchange, AtlasCall.class);
        AtlasSite site = sites.named(Exchanges.header(exchange, Headers.ATLAS));
        Map<String, Object> headers = new HashMap<>(exchange.getMessage().getHeaders());
        headers.values().removeIf(value -> value == null);
        Optional<String> charset = Optional.ofNullable(exchange.getProperty(Exchange.CHARSET_NAME, String.class));
        exchange.setVariable(Variables.CALL, CallTry.first(site, call, headers, charset));
        exchange.setVariable(Variables.ATLAS_ENDPOINT, site.endpointUri());
        exchange.setVariable(Variables.TRY_AGAIN, true);
        exchange.setVariable(Variables.PAUSE_MILLIS, site.limits().take(call).toMillis());
    }

    void prepareTry(Exchange exchange) throws IOException, InterruptedException {
        CallTry counted = current(exchange).next();
        exchange.setVariable(Variables.CALL, counted);
        CallTry ready = counted.with(counted.site().logIn());
        exchange.setVariable(Variables.CALL, ready);
        AtlasCall call = ready.call();
        refuseLate(exchange, ready);
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

    /** After all that may have taken time: the turn among the project's calls, a back-off, a token. */
    private void refuseLate(Exchange exchange, CallTry ready) {
        AtlasCall call = ready.call();
        if (call.notAfter().filter(last -> !clock.instant().isBefore(last)).isPresent()) {
            act(
                    exchange,
                    ready,
                    new Verdict.Failed(RestoreGuards.late(call.notAfter().get()), Optional.empty()));
        }
    }

    void judgeReply(Exchange exchange) throws IOException {
        CallTry tried = current(exchange);
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        meters.asked(tried.call().operation(), Integer.toString(status));
        Optional<String> retryAfter = header(exchange, "Retry-After");
        listen(exchange, tried);
        byte[] body = bodyOf(exchange);
        tried.charset()
                .ifPresentOrElse(
                        charset -> exchange.setProperty(Exchange.CHARSET_NAME, charset),
                        () -> exchange.removeProperty(Exchange.CHARSET_NAME));
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
        countFailure(tried, failure);
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

    private void countFailure(CallTry tried, IOException failure) {
        if (failure instanceof LoginRefused refused) {
            meters.asked(TokenRequest.CALL.operation(), Integer.toString(refused.status()));
        } else {
            meters.asked(tried.call().operation(), "none");
        }
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
            long pause = pause(tried, again).toMillis();
            LOG.info("{}; trying again in {} ms", again.why().getMessage(), pause);
            exchange.setVariable(Variables.PAUSE_MILLIS, pause);
        } else if (verdict instanceof Verdict.Failed failed) {
            failed.asked()
                    .filter(asked -> failed.why().status() == TOO_MANY_REQUESTS)
                    .ifPresent(asked -> tried.site().limits().refused(tried.call(), asked));
            exchange.getMessage().setHeaders(new HashMap<>(tried.headers()));
            exchange.getMessage().setBody(null);
            throw failed.why();
        }
    }

    /** When Atlas refuses for too many calls, all calls of the project wait. */
    private static Duration pause(CallTry tried, Verdict.Again again) {
        ProjectLimits limits = tried.site().limits();
        if (again.why().status() == TOO_MANY_REQUESTS) {
            limits.refused(tried.call(), again.pause());
        }
        Duration turn = limits.take(tried.call());
        return turn.compareTo(again.pause()) > 0 ? turn : again.pause();
    }

    /** What Atlas says beside its answer: how many calls are left, and what it will not answer for ever. */
    private void listen(Exchange exchange, CallTry tried) {
        header(exchange, "RateLimit-Remaining")
                .filter(value -> value.matches("[0-9]{1,9}"))
                .ifPresent(left -> tried.site().limits().left(tried.call(), Integer.parseInt(left)));
        retirements
                .heard(tried.call(), header(exchange, "Deprecation"), header(exchange, "Sunset"))
                .ifPresent(LOG::warn);
    }

    private static Optional<String> header(Exchange exchange, String name) {
        return Optional.ofNullable(exchange.getMessage().getHeader(name, String.class));
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
