package io.atlasoffsite.transfer;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices a stream that is never silent for the stall timeout and yet as good as stalled: one that gives less than 64 KiB in ten
 * stall timeouts of waiting for it. Time in which nobody waited, because the sink or the bandwidth limit held the reader up, does
 * not count. For one thread.
 */
final class TrickleWatch {

    private static final int STALLS = 10;
    private static final long ENOUGH = 64 * 1024;

    private final long mostNanos;
    private final LongSupplier nanoTime;
    private long waited;
    private long came;
    private long since;

    TrickleWatch(Duration stallTimeout, LongSupplier nanoTime) {
        this.mostNanos = stallTimeout.multipliedBy(STALLS).toNanos();
        this.nanoTime = nanoTime;
    }

    /** A read begins. */
    void waiting() {
        since = nanoTime.getAsLong();
    }

    /** The read has ended, with so many bytes. */
    void got(int bytes) {
        waited += nanoTime.getAsLong() - since;
        came += bytes;
        if (came >= ENOUGH) {
            startOver();
        }
    }

    /** Whether the stream is to be given up. */
    boolean tooSlow() {
        return waited >= mostNanos;
    }

    void startOver() {
        waited = 0;
        came = 0;
    }
}
