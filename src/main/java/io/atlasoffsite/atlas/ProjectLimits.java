package io.atlasoffsite.atlas;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many calls of each project may be made, kept on this side so that Atlas need not refuse any: a token bucket per project that
 * follows what Atlas says it has left. It waits for nothing itself. Thread safe.
 */
public final class ProjectLimits {

    private static final double MINUTE_MILLIS = 60_000.0;

    private final int burst;
    private final int perMinute;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /**
     * Makes the limits of one Atlas access.
     *
     * @param burst calls at once, 1 or more
     * @param perMinute calls a minute after that, 1 or more
     * @param clock the time
     */
    public ProjectLimits(int burst, int perMinute, Clock clock) {
        if (burst < 1 || perMinute < 1) {
            throw new IllegalArgumentException(
                    "a limit of " + burst + " calls, " + perMinute + " a minute lets none through");
        }
        this.burst = burst;
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** The calls of one project; what is below 0 is waited for. */
    private static final class Bucket {
        private double tokens;
        private Instant filled;
        private Instant closedUntil = Instant.MIN;

        Bucket(double tokens, Instant filled) {
            this.tokens = tokens;
            this.filled = filled;
        }
    }

    /**
     * Takes leave for one call.
     *
     * @param call the call; one that belongs to no project is not limited
     * @return how long to wait before it is sent, not negative
     */
    public synchronized Duration take(AtlasCall call) {
        if (call.project().isEmpty()) {
            return Duration.ZERO;
        }
        Bucket bucket = filled(call.project().get());
        bucket.tokens -= 1;
        long turn = bucket.tokens >= 0 ? 0 : (long) Math.ceil(-bucket.tokens * MINUTE_MILLIS / perMinute);
        Instant now = clock.instant();
        long closed = bucket.closedUntil.isAfter(now)
                ? Duration.between(now, bucket.closedUntil).toMillis()
                : 0;
        return Duration.ofMillis(Math.max(turn, closed));
    }

    /**
     * Notes what Atlas says it has left. More than is known here is no reason to hurry: others may be using the same bucket.
     *
     * @param call the call that was answered
     * @param remaining calls left, 0 or more
     */
    public synchronized void left(AtlasCall call, int remaining) {
        call.project().map(this::filled).ifPresent(bucket -> bucket.tokens = Math.min(bucket.tokens, remaining));
    }

    /**
     * Notes that Atlas refused a call: the whole project waits.
     *
     * @param call the call that was refused
     * @param pause how long Atlas wants to be left alone, not negative
     */
    public synchronized void refused(AtlasCall call, Duration pause) {
        call.project().map(this::filled).ifPresent(bucket -> {
            Instant until = clock.instant().plus(pause);
            bucket.closedUntil = until.isAfter(bucket.closedUntil) ? until : bucket.closedUntil;
            bucket.tokens = Math.min(bucket.tokens, 0);
        });
    }

    private Bucket filled(String project) {
        Instant now = clock.instant();
        Bucket bucket = buckets.computeIfAbsent(project, id -> new Bucket(burst, now));
        double since = Math.max(0, Duration.between(bucket.filled, now).toMillis());
        bucket.tokens = Math.min(burst, bucket.tokens + since * perMinute / MINUTE_MILLIS);
        bucket.filled = now;
        return bucket;
    }
}
