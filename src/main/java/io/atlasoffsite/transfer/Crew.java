package io.atlasoffsite.transfer;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * The threads that work on one attempt. The first failure anywhere is the attempt's: it interrupts everybody, runs what was
 * registered for that case, and is thrown, as the very object, once all have stopped. Thread safe.
 */
final class Crew {

    /** A piece of work. */
    @FunctionalInterface
    interface Job {
        void run() throws IOException, InterruptedException;
    }

    private final Executor executor;
    private final List<Runnable> whenCancelled = new CopyOnWriteArrayList<>();
    private final Set<Thread> workers = new HashSet<>();
    private int running;
    private Optional<Throwable> first = Optional.empty();

    Crew(Executor executor) {
        this.executor = executor;
    }

    /** Registers what the first failure runs, once, on the thread that failed. It must not block. */
    void whenCancelled(Runnable action) {
        whenCancelled.add(action);
    }

    /** Starts a piece of work on a thread of its own. */
    void start(Job job) {
        synchronized (this) {
            running++;
        }
        try {
            executor.execute(() -> work(job));
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    /** Takes a failure; only the first one counts, later ones that are not its consequence are attached to it. */
    void fail(Throwable failure) {
        synchronized (this) {
            if (first.isPresent()) {
                if (first.get() != failure && !isConsequence(failure)) {
                    first.get().addSuppressed(failure);
                }
                return;
            }
            first = Optional.of(failure);
            workers.forEach(Thread::interrupt);
        }
        whenCancelled.forEach(Runnable::run);
    }

    synchronized boolean cancelled() {
        return first.isPresent();
    }

    /** For the thread that feeds the others. */
    void throwIfCancelled() {
        if (cancelled()) {
            throw new CancellationException();
        }
    }

    /**
     * Waits until all work is done, however it ended.
     *
     * @throws IOException the first failure
     * @throws InterruptedException when the calling thread was interrupted, which is a failure like others
     */
    void join() throws IOException, InterruptedException {
        boolean interrupted = false;
        while (!allDone()) {
            try {
                awaitChange();
            } catch (InterruptedException e) {
                interrupted = true;
                fail(e);
            }
        }
        Throwable failure = firstFailure();
        if (failure instanceof InterruptedException && interrupted) {
            throw new InterruptedException();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        rethrow(failure);
    }

    private static void rethrow(Throwable failure) throws IOException, InterruptedException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private void work(Job job) {
        try {
            if (enter()) {
                job.run();
            }
        } catch (InterruptedException | IOException | RuntimeException | Error e) {
            fail(e);
        } finally {
            leave();
        }
    }

    private synchronized boolean enter() {
        workers.add(Thread.currentThread());
        return first.isEmpty();
    }

    /** Nobody interrupts a thread that has left; the flag is cleared so that the pool's next work starts without it. */
    private synchronized void leave() {
        if (workers.remove(Thread.currentThread())) {
            Thread.interrupted();
        }
        running--;
        notifyAll();
    }

    private synchronized boolean allDone() {
        return running == 0;
    }

    private synchronized void awaitChange() throws InterruptedException {
        while (running > 0) {
            wait();
        }
    }

    private synchronized Throwable firstFailure() {
        return first.orElse(null);
    }

    private static boolean isConsequence(Throwable failure) {
        return failure instanceof InterruptedException
                || failure instanceof ClosedByInterruptException
                || failure instanceof CancellationException;
    }
}
