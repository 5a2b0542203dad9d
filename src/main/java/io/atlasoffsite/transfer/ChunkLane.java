package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.MemoryBudget.Chunk;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Carries chunks from the reading thread to one other, in order. Its length is bounded by the memory the chunks take. */
final class ChunkLane {

    private final BlockingQueue<Optional<Chunk>> queue = new LinkedBlockingQueue<>();

    void add(Chunk chunk) {
        queue.add(Optional.of(chunk));
    }

    /** Says that nothing follows. */
    void end() {
        queue.add(Optional.empty());
    }

    /** Waits for the next chunk, which the caller releases; empty at the end. */
    Optional<Chunk> next() throws InterruptedException {
        return queue.take();
    }

    /** The same bytes as a stream, for the one thread that takes them. */
    InputStream asStream() {
        return new LaneStream();
    }

    private final class LaneStream extends InputStream {

        private Optional<Chunk> current = Optional.empty();
        private int position;
        private boolean ended;

        @Override
        public int read() throws InterruptedIOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int count) throws InterruptedIOException {
            Objects.checkFromIndexSize(from, count, target.length);
            if (count == 0) {
                return 0;
            }
            if (current.isEmpty() && !advance()) {
                return -1;
            }
            Chunk chunk = current.get();
            int copied = Math.min(count, chunk.length() - position);
            System.arraycopy(chunk.bytes(), position, target, from, copied);
            position += copied;
            if (position == chunk.length()) {
                current = Optional.empty();
                chunk.release();
            }
            return copied;
        }

        private boolean advance() throws InterruptedIOException {
            if (ended) {
                return false;
            }
            try {
                current = next();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the inspection was interrupted");
            }
            position = 0;
            ended = current.isEmpty();
            return !ended;
        }
    }
}
