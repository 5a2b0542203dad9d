package io.atlasoffsite.guest;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The host's threads that are inside a Kamelet. When it must stop while they are, they are interrupted, in here and nowhere else. Thread
 * safe.
 */
final class KameletCallers {

    private static final long PATIENCE_SECONDS = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<Thread, Boolean> inside = new HashMap<>();
    private boolean closed;

    /**
     * Does some work.
     *
     * @return what the work returned; after an interrupt by {@link #close} the thread is not interrupted any more
     * @throws OffsiteException when no more work is taken
     */
    <T> T during(Callable<T> work) throws Exception {
        enter();
        try {
            return work.call();
        } finally {
            leave();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more work, breaks off what is under way, and waits a little until it is. */
    void close() {
        lock.lock();
        try {
            closed = true;
            inside.replaceAll((thread, told) -> {
                thread.interrupt();
                return true;
            });
            long patience = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!inside.isEmpty() && patience > 0) {
                patience = left.awaitNanos(patience);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** What a caller is told whose work was broken off. */
    static OffsiteException goingDown() {
        return OffsiteException.because(Reason.UNEXPECTED, "the application is stopping, and this work was broken off")
                .hint("send the same message again: what was finished is found there")
                .retryable(true)
                .build();
    }

    private void enter() {
        lock.lock();
        try {
            if (closed) {
                throw goingDown();
            }
            inside.put(Thread.currentThread(), false);
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            if (inside.remove(Thread.currentThread())) {
                // Ours, and used up: the host's thread goes on with the host's work.
                Thread.interrupted();
            }
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
