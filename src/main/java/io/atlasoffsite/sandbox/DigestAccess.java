package io.atlasoffsite.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP Digest (RFC 7616) with MD5 and qop auth, as the API keys of Atlas use it. Thread-safe. */
final class DigestAccess {

    private static final String REALM = "MMS Public API";
    private static final Duration NONCE_LIFETIME = Duration.ofMinutes(5);
    private static final int NONCES = 10_000;
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]*))");

    private final Credentials credentials;
    private final Clock clock;
    private final Secrets secrets;
    private final Map<String, Instant> nonces = new ConcurrentHashMap<>();

    DigestAccess(Credentials credentials, Clock clock, Secrets secrets) {
        this.credentials = credentials;
        this.clock = clock;
        this.secrets = secrets;
    }

    /** A fresh {@code WWW-Authenticate} value. */
    String challenge(boolean stale) {
        Instant now = clock.instant();
        if (nonces.size() >= NONCES) {
            nonces.values().removeIf(made -> made.plus(NONCE_LIFETIME).isBefore(now));
        }
        String nonce = secrets.hex(16);
        nonces.put(nonce, now);
        return "Digest realm=\"" + REALM + "\", domain=\"\", nonce=\"" + nonce
                + "\", algorithm=MD5, qop=\"auth\", stale=" + stale;
    }

    /** Whether the nonce is one of ours but too old, and all else may be right. */
    boolean stale(String authorization) {
        String nonce = parameters(authorization).getOrDefault("nonce", "");
        return nonces.containsKey(nonce) && !fresh(nonce);
    }

    boolean valid(HttpRequest request, String authorization) {
        Map<String, String> given = parameters(authorization);
        String nonce = given.getOrDefault("nonce", "");
        if (!given.getOrDefault("username", "").equals(credentials.publicKey())
                || !given.getOrDefault("realm", "").equals(REALM)
                || !given.getOrDefault("uri", "").equals(request.target())
                || !fresh(nonce)) {
            return false;
        }
        String secret = md5(credentials.publicKey() + ":" + REALM + ":" + credentials.privateKey());
        String asked = md5(request.method() + ":" + request.target());
        String counted = nonce + ":" + given.getOrDefault("nc", "") + ":" + given.getOrDefault("cnonce", "");
        String wanted = md5(secret + ":" + counted + ":" + given.getOrDefault("qop", "") + ":" + asked);
        return given.getOrDefault("qop", "").equals("auth") && Secrets.same(wanted, given.getOrDefault("response", ""));
    }

    private boolean fresh(String nonce) {
        Instant made = nonces.get(nonce);
        return made != null && clock.instant().isBefore(made.plus(NONCE_LIFETIME));
    }

    private static Map<String, String> parameters(String authorization) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(authorization);
        while (matcher.find()) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }

    private static String md5(String text) {
        return HexFormat.of().formatHex(Seeds.digest("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
