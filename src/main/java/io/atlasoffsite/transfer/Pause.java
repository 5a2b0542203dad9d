package io.atlasoffsite.transfer;

import java.time.Duration;

/** Waits before the next try; a test's stands in for the clock on the wall. */
@FunctionalInterface
public interface Pause {

    /** Waits for real. */
    Pause REAL = length -> Thread.sleep(length.toMillis());

    /**
     * Waits.
     *
     * @param length how long; not null, not negative
     * @throws InterruptedException when the calling thread was interrupted
     */
    void hold(Duration length) throws InterruptedException;
}
