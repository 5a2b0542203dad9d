package io.atlasoffsite.transfer;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes an interrupt of a thread that waits for a socket work: the socket's read does not notice it, so the flag is looked at
 * ten times a second and the source cut off from outside.
 */
final class InterruptWatch {

    private static final long INTERVAL_MILLIS = 100;

    private final ScheduledFuture<?> watching;

    private InterruptWatch(ScheduledFuture<?> watching) {
        this.watching = watching;
    }

    /**
     * Watches the calling thread until ended.
     *
     * @param abort runs once, on a thread of the executor, when the calling thread's flag is up
     */
    static InterruptWatch begin(ScheduledExecutorService scheduler, Executor executor, Runnable abort) {
        Thread caller = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        return new InterruptWatch(scheduler.scheduleWithFixedDelay(
                () -> {
                    if (caller.isInterrupted() && done.compareAndSet(false, true)) {
                        executor.execute(abort);
                    }
                },
                INTERVAL_MILLIS,
                INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS));
    }

    void end() {
        watching.cancel(false);
    }
}
