package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.MemoryBudget.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** A part in pooled memory. */
final class MemoryPart implements HeldPart {

    private final int number;
    private final long offset;
    private final long length;
    private final List<Chunk> chunks;
    private final AtomicBoolean discarded = new AtomicBoolean();

    MemoryPart(int number, long offset, List<Chunk> chunks) {
        this.number = number;
        this.offset = offset;
        this.chunks = new ArrayList<>(chunks);
        this.length = chunks.stream().mapToLong(Chunk::length).sum();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() {
        return new ChunksStream();
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        for (Chunk chunk : chunks) {
            ByteBuffer bytes = ByteBuffer.wrap(chunk.bytes(), 0, chunk.length());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    @Override
    public void discard() {
        if (discarded.compareAndSet(false, true)) {
            chunks.forEach(Chunk::release);
        }
    }

    private final class ChunksStream extends InputStream {

        private int index;
        private int position;

        @Override
        public int read() {
            return atEnd() ? -1 : chunks.get(index).bytes()[position++] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int count) {
            Objects.checkFromIndexSize(from, count, target.length);
            if (count == 0) {
                return 0;
            }
            if (atEnd()) {
                return -1;
            }
            Chunk chunk = chunks.get(index);
            int copied = Math.min(count, chunk.length() - position);
            System.arraycopy(chunk.bytes(), position, target, from, copied);
            position += copied;
            return copied;
        }

        @Override
        public int available() {
            return atEnd() ? 0 : chunks.get(index).length() - position;
        }

        private boolean atEnd() {
            while (index < chunks.size() && position == chunks.get(index).length()) {
                index++;
                position = 0;
            }
            return index == chunks.size();
        }
    }
}
