package io.atlasoffsite.route;

import io.atlasoffsite.ops.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does the same to several things side by side, in threads that end when there is nothing to do. Thread safe. */
final class Parallel implements AutoCloseable {

    private static final int SETTLE_SECONDS = 30;

    private final Spans spans;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "offsite-archive");
        thread.setDaemon(true);
        return thread;
    });

    Parallel(Spans spans) {
        this.spans = spans;
    }

    /** Who hears of the work. */
    Spans spans() {
        return spans;
    }

    /** What is done to one of them. */
    @FunctionalInterface
    interface Work<T, R> {
        R on(T thing) throws Exception;
    }

    /**
     * How it ended.
     *
     * @param done what came of those that went well, in order
     * @param failure the first failure in order; empty when all went well
     */
    record Outcome<R>(List<R> done, Optional<Exception> failure) {}

    /**
     * Does it to all and waits for all; one failure stops no other.
     *
     * @throws InterruptedException when the calling thread was interrupted; then all are interrupted, and have ended or are given up
     */
    <T, R> Outcome<R> each(List<T> things, Work<T, R> work) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(things.size());
        Spans.Place here = LogIds.here(spans);
        List<Future<R>> futures = new ArrayList<>();
        for (T thing : things) {
            futures.add(threads.submit(() -> {
                Spans.Scope there = here.enter();
                try (there) {
                    return work.on(thing);
                } finally {
                    ended.countDown();
                }
            }));
        }
        List<R> done = new ArrayList<>();
        Optional<Exception> failure = Optional.empty();
        try {
            for (Future<R> future : futures) {
                try {
                    done.add(future.get());
                } catch (ExecutionException failed) {
                    Exception why = cause(failed);
                    failure = failure.or(() -> Optional.of(why));
                }
            }
        } catch (InterruptedException interrupted) {
            futures.forEach(future -> future.cancel(true));
            settle(ended);
            throw interrupted;
        }
        return new Outcome<>(done, failure);
    }

    /** What was interrupted cleans up after itself; nobody goes on before it has. */
    private static void settle(CountDownLatch ended) {
        try {
            ended.await(SETTLE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private static Exception cause(ExecutionException failed) {
        if (failed.getCause() instanceof Exception exception) {
            return exception;
        }
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
