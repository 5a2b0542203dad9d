package io.atlasoffsite.restore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Makes files durable behind those who write them, who wait only when too many are still to be forced. Thread safe.
 */
final class Forcing implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int MOST_WAITING = 64;

    private final ExecutorService threads;
    private final Semaphore places = new Semaphore(MOST_WAITING);

    Forcing() {
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "offsite-force");
            thread.setDaemon(true);
            return thread;
        });
    }

    Batch batch() {
        return new Batch();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** The files of one archive. */
    final class Batch {

        private int running;
        private Optional<IOException> failure = Optional.empty();

        /** Begins to make durable what was written so far; the file is written on. */
        void begin(FileChannel file) throws IOException {
            submit(() -> {
                try {
                    file.force(false);
                } catch (ClosedChannelException finished) {
                    // Whoever closed it had forced it.
                }
            });
        }

        /** Makes a file durable and closes it. */
        void finish(FileChannel file) throws IOException {
            submit(() -> {
                try (file) {
                    file.force(true);
                }
            });
        }

        /**
         * Waits for all of them.
         *
         * @throws IOException the first failure
         */
        void await() throws IOException, InterruptedException {
            synchronized (this) {
                while (running > 0) {
                    wait();
                }
            }
            throwFailure();
        }

        /** Waits for all of them, however they end, also in an interrupted thread. */
        void settle() {
            boolean interrupted = false;
            synchronized (this) {
                while (running > 0) {
                    try {
                        wait();
                    } catch (InterruptedException later) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void submit(Force force) throws IOException {
            throwFailure();
            try {
                places.acquire();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while files were made durable");
            }
            synchronized (this) {
                running++;
            }
            try {
                threads.execute(() -> run(force));
            } catch (RuntimeException closed) {
                leave(Optional.empty());
                throw closed;
            }
        }

        private void run(Force force) {
            Optional<IOException> failed = Optional.empty();
            try {
                force.run();
            } catch (IOException why) {
                failed = Optional.of(why);
            } finally {
                leave(failed);
            }
        }

        private synchronized void leave(Optional<IOException> failed) {
            if (failure.isEmpty()) {
                failure = failed;
            }
            running--;
            places.release();
            notifyAll();
        }

        private synchronized void throwFailure() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    /** Something that makes a file durable. */
    private interface Force {
        void run() throws IOException;
    }
}
