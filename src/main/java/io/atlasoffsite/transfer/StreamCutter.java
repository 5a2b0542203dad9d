package io.atlasoffsite.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a stored stream exactly once, whoever comes first: its reader, or a failure beside it. Thread safe. */
final class StreamCutter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamCutter.class);

    private final InputStream stream;
    private final Executor executor;
    private final AtomicBoolean closed = new AtomicBoolean();

    StreamCutter(InputStream stream, Executor executor) {
        this.stream = stream;
        this.executor = executor;
    }

    InputStream stream() {
        return stream;
    }

    /** Closes on another thread, because closing may wait for a lock its reader holds. */
    void cutSoon() {
        try {
            executor.execute(this::close);
        } catch (RejectedExecutionException e) {
            // The engine was closed: there is no other thread left to wait.
            close();
        }
    }

    /** Closes; a failure to do so changes nothing about the bytes that were read. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("a stored stream could not be closed after use", e);
        }
    }
}
