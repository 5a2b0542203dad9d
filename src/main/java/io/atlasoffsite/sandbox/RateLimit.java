package io.atlasoffsite.sandbox;

/**
 * The token bucket of each project.
 *
 * @param capacity requests at once; 0 switches the limit off
 * @param refillPerMinute tokens a minute, at least 1
 * @param sayRetryAfter whether a 429 carries Retry-After (Atlas does not always send it)
 */
public record RateLimit(int capacity, int refillPerMinute, boolean sayRetryAfter) {

    /** Refuses a bucket that never fills. */
    public RateLimit {
        if (capacity < 0 || refillPerMinute < 1) {
            throw new IllegalArgumentException("rate limit makes no sense: capacity " + capacity + ", refill "
                    + refillPerMinute + " a minute; use 0 or more and 1 or more");
        }
    }

    /** Atlas's figures: 1,200, refilled by 500 a minute. */
    public static RateLimit atlas() {
        return new RateLimit(1200, 500, true);
    }

    /** No limit. */
    public static RateLimit none() {
        return new RateLimit(0, 1, true);
    }
}
