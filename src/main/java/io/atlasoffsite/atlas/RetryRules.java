package io.atlasoffsite.atlas;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how patiently one API call is tried.
 *
 * @param attempts tries in all, at least 1
 * @param first the pause after the first try, doubled after each further one
 * @param longest the longest pause of our own choosing
 * @param maxRetryAfter the longest pause Atlas may ask for; a longer one ends the call
 */
public record RetryRules(int attempts, Duration first, Duration longest, Duration maxRetryAfter) {

    private static final int GREATEST_SHIFT = 30;

    /**
     * The pause of our own choosing: exponential, half of it random, so that many callers do not come back at once.
     *
     * @param attemptsMade tries made so far, at least 1
     * @param random where the jitter comes from
     * @return a pause between half and all of the back-off
     */
    Duration backOff(int attemptsMade, RandomGenerator random) {
        long factor = 1L << Math.min(attemptsMade - 1, GREATEST_SHIFT);
        long ceiling = Math.min(longest.toMillis(), saturated(first.toMillis(), factor));
        return Duration.ofMillis(ceiling - random.nextLong(ceiling / 2 + 1));
    }

    private static long saturated(long millis, long factor) {
        return millis > Long.MAX_VALUE / factor ? Long.MAX_VALUE : millis * factor;
    }
}
