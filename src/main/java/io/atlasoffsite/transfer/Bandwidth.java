package io.atlasoffsite.transfer;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Slows all transfers of an engine together down to so many bytes a second, by a token bucket that holds an eighth of a second.
 * Thread safe.
 */
final class Bandwidth {

    private static final long SECOND = 1_000_000_000L;
    private static final long BURST = SECOND / 8;
    private static final Duration NAP = Duration.ofMillis(100);

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private long paidUntil;

    /**
     * @param bytesPerSecond 0 for no limit
     */
    Bandwidth(long bytesPerSecond, LongSupplier nanoTime, Pause pause) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.paidUntil = nanoTime.getAsLong() - BURST;
    }

    /** Pays for bytes that came, waiting as long as they cost. The wait ends early, by an exception, when the crew fails. */
    void pay(int bytes, Crew crew) throws InterruptedException {
        if (bytesPerSecond == 0) {
            return;
        }
        long until = book(bytes);
        long left = until - nanoTime.getAsLong();
        while (left > 0) {
            crew.throwIfCancelled();
            pause.hold(Duration.ofNanos(Math.min(Math.max(left, 1_000_000), NAP.toNanos())));
            left = until - nanoTime.getAsLong();
        }
    }

    private synchronized long book(int bytes) {
        long earliest = nanoTime.getAsLong() - BURST;
        paidUntil = Math.max(paidUntil, earliest) + (long) ((double) bytes * SECOND / bytesPerSecond);
        return paidUntil;
    }
}
