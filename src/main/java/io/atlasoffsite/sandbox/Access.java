package io.atlasoffsite.sandbox;

/** Lets a request in by bearer token or by digest, or refuses it as Atlas does. Thread-safe. */
final class Access {

    private static final String BEARER = "Bearer ";
    private static final String DIGEST = "Digest ";

    private final Tokens tokens;
    private final DigestAccess digest;

    Access(Tokens tokens, DigestAccess digest) {
        this.tokens = tokens;
        this.digest = digest;
    }

    /** Throws 401 when the request carries no valid credentials. */
    void check(HttpRequest request) {
        String given = request.header("authorization").orElse("");
        if (starts(given, BEARER)) {
            if (!tokens.valid(given.substring(BEARER.length()).strip())) {
                throw unauthorized("Bearer realm=\"MMS Public API\", error=\"invalid_token\"");
            }
            return;
        }
        if (!starts(given, DIGEST)) {
            throw unauthorized(digest.challenge(false));
        }
        if (!digest.valid(request, given)) {
            throw unauthorized(digest.challenge(digest.stale(given)));
        }
    }

    static ApiError foreign() {
        return ApiError.example(401, "");
    }

    private static ApiError unauthorized(String challenge) {
        return ApiError.example(401, "").with("WWW-Authenticate", challenge);
    }

    private static boolean starts(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
