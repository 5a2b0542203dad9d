package io.atlasoffsite.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again, in a thread of its own that keeps no process alive, until closed. */
final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final ScheduledExecutorService thread;

    private Ticker(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    /**
     * Starts.
     *
     * @param name the thread's
     * @param first until the first time
     * @param every between the end of one time and the beginning of the next
     * @param tick what to do; when it fails it is done again the next time
     */
    static Ticker start(String name, Duration first, Duration every, Runnable tick) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(
                () -> surviving(name, tick), first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return new Ticker(thread);
    }

    /** An exception that got out would end the ticking for good. */
    private static void surviving(String name, Runnable tick) {
        try {
            tick.run();
        } catch (RuntimeException failure) {
            LOG.debug("{} failed once and goes on", name, failure);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
