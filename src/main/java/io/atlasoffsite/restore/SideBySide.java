package io.atlasoffsite.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does the same to many things, so many of them at once whoever asks; the rest wait and cost next to nothing. Thread safe. Work
 * must not ask the same instance for more work.
 */
public final class SideBySide implements AutoCloseable {

    private static final long SETTLE_MILLIS = 30_000;

    private final ExecutorService threads;

    /**
     * Places for work.
     *
     * @param name what its threads are called
     * @param places how many things are worked on at once, at least 1
     */
    public SideBySide(String name, int places) {
        this.threads = Executors.newFixedThreadPool(places, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What is done to one of them. */
    @FunctionalInterface
    public interface Work<T, R> {
        /**
         * Does it.
         *
         * @param thing to what
         * @return what came of it
         * @throws InterruptedException when the thread was interrupted
         */
        R on(T thing) throws InterruptedException;
    }

    /**
     * Does it to all and waits for all.
     *
     * @param things to what
     * @param work what; a runtime exception it throws ends the rest
     * @return what came of them, in the order of the things
     * @throws InterruptedException when the calling thread was interrupted; then all are interrupted, and have ended or are given up
     */
    public <T, R> List<R> each(List<T> things, Work<T, R> work) throws InterruptedException {
        Round round = new Round();
        List<Future<R>> futures = new ArrayList<>();
        List<R> done = new ArrayList<>();
        try {
            for (T thing : things) {
                futures.add(threads.submit(() -> round.run(thing, work)));
            }
            for (Future<R> future : futures) {
                done.add(future.get());
            }
            return done;
        } catch (ExecutionException failed) {
            throw unforeseen(failed);
        } finally {
            if (done.size() < things.size()) {
                round.end();
                futures.forEach(future -> future.cancel(true));
                round.settle();
            }
        }
    }

    private static RuntimeException unforeseen(ExecutionException failed) throws InterruptedException {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        if (failed.getCause() instanceof InterruptedException) {
            throw new InterruptedException("the work was interrupted");
        }
        return failed.getCause() instanceof RuntimeException runtime ? runtime : new IllegalStateException(failed);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** One call of {@link #each}: what was interrupted cleans up after itself, and nobody goes on before it has. */
    private static final class Round {
        private boolean ended;
        private int running;

        <T, R> R run(T thing, Work<T, R> work) throws InterruptedException {
            enter();
            try {
                return work.on(thing);
            } finally {
                leave();
            }
        }

        private synchronized void enter() {
            if (ended) {
                throw new CancellationException();
            }
            running++;
        }

        private synchronized void leave() {
            running--;
            notifyAll();
        }

        synchronized void end() {
            ended = true;
        }

        synchronized void settle() {
            long until = System.nanoTime() + SETTLE_MILLIS * 1_000_000;
            long left = SETTLE_MILLIS;
            try {
                while (running > 0 && left > 0) {
                    wait(left);
                    left = (until - System.nanoTime()) / 1_000_000;
                }
            } catch (InterruptedException again) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
