package io.atlasoffsite.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** OAuth 2.0 client credentials: issues, checks and revokes access tokens. Thread-safe. */
final class Tokens {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String BASIC = "Basic ";

    private final Credentials credentials;
    private final Duration lifetime;
    private final int perMinute;
    private final Clock clock;
    private final Secrets secrets;
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private final Deque<Instant> asked = new ArrayDeque<>();

    Tokens(SandboxOptions options, Clock clock, Secrets secrets) {
        this.credentials = options.credentials();
        this.lifetime = options.tokenLifetime();
        this.perMinute = options.tokensPerMinute();
        this.clock = clock;
        this.secrets = secrets;
    }

    HttpReply issue(HttpRequest request) {
        if (tooOften()) {
            return error(429, "too_many_requests", "Too many token requests; use the token you have.")
                    .with("Retry-After", Long.toString(MINUTE.toSeconds()));
        }
        if (!known(request)) {
            return error(401, "invalid_client", "The client id or secret is wrong.")
                    .with("WWW-Authenticate", "Basic realm=\"oauth\"");
        }
        if (!HttpRequest.form(request.text()).getOrDefault("grant_type", "").equals("client_credentials")) {
            return error(400, "unsupported_grant_type", "The grant type must be client_credentials.");
        }
        String token = secrets.hex(32);
        Instant now = clock.instant();
        ends.values().removeIf(now::isAfter);
        ends.put(token, now.plus(lifetime));
        Map<String, Object> body =
                Json.object("access_token", token, "expires_in", lifetime.toSeconds(), "token_type", "Bearer");
        return HttpReply.of(200, "application/json", Json.write(body, false)).with("Cache-Control", "no-store");
    }

    HttpReply revoke(HttpRequest request) {
        if (!known(request)) {
            return error(401, "invalid_client", "The client id or secret is wrong.");
        }
        ends.remove(HttpRequest.form(request.text()).getOrDefault("token", ""));
        return HttpReply.of(200, "application/json", "{}");
    }

    void revokeAll() {
        ends.clear();
    }

    boolean valid(String token) {
        Instant end = ends.get(token);
        return end != null && clock.instant().isBefore(end);
    }

    private boolean known(HttpRequest request) {
        String given = request.header("authorization").orElse("");
        String pair = credentials.clientId() + ":" + credentials.clientSecret();
        String wanted = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return given.regionMatches(true, 0, BASIC, 0, BASIC.length())
                && Secrets.same(given.substring(BASIC.length()).strip(), wanted);
    }

    private synchronized boolean tooOften() {
        Instant now = clock.instant();
        while (!asked.isEmpty() && asked.peekFirst().plus(MINUTE).isBefore(now)) {
            asked.removeFirst();
        }
        if (perMinute > 0 && asked.size() >= perMinute) {
            return true;
        }
        asked.addLast(now);
        return false;
    }

    private static HttpReply error(int status, String error, String description) {
        Map<String, Object> body = Json.object("error", error, "error_description", description);
        return HttpReply.of(status, "application/json", Json.write(body, false));
    }
}
