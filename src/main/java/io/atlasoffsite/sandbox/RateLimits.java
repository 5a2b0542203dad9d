package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The token buckets of all projects. Thread-safe. */
final class RateLimits {

    private final RateLimit limit;
    private final Clock clock;
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    RateLimits(RateLimit limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** The reply headers of a call that is let through. */
    Map<String, String> take(String projectId) {
        if (limit.capacity() == 0 || projectId.isEmpty()) {
            return Map.of();
        }
        int left = buckets.computeIfAbsent(projectId, id -> new TokenBucket(limit, clock))
                .take();
        return Map.of(
                "RateLimit-Limit", Integer.toString(limit.capacity()), "RateLimit-Remaining", Integer.toString(left));
    }
}
