package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One project's rate limit. Thread-safe. */
final class TokenBucket {

    private static final double MINUTE = 60.0;

    private final RateLimit limit;
    private final Clock clock;
    private double tokens;
    private Instant filled;

    TokenBucket(RateLimit limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        this.tokens = limit.capacity();
        this.filled = clock.instant();
    }

    /**
     * Takes one token.
     *
     * @return how many are left
     * @throws ApiError 429 when there is none
     */
    synchronized int take() {
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(filled, now).toMillis() / 1000.0);
        tokens = Math.min(limit.capacity(), tokens + seconds * limit.refillPerMinute() / MINUTE);
        filled = now;
        if (tokens < 1) {
            throw refusal();
        }
        tokens -= 1;
        return (int) tokens;
    }

    private ApiError refusal() {
        long wait = Math.max(1, (long) Math.ceil((1 - tokens) * MINUTE / limit.refillPerMinute()));
        ApiError error = ApiError.of(
                        429,
                        "RATE_LIMITED_TOKEN_BUCKET",
                        "Rate limit of " + limit.capacity() + " exceeded; try again in " + wait + " seconds.",
                        limit.capacity(),
                        wait)
                .with("RateLimit-Limit", Integer.toString(limit.capacity()))
                .with("RateLimit-Remaining", "0");
        return limit.sayRetryAfter() ? error.with("Retry-After", Long.toString(wait)) : error;
    }
}
