package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.MemoryBudget.Chunk;
import io.atlasoffsite.transfer.MemoryBudget.Share;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Reads ranges of a stored file side by side and hands them on in order. Each range has all its memory before it is asked for, so
 * that a later one never keeps an earlier one waiting; the next is asked for ahead only while there is memory for it at once. Used
 * once, by the thread that called the engine.
 */
final class RangeFeed {

    private final RangeSource source;
    private final long bytes;
    private final int atOnce;
    private final int rangeChunks;
    private final Share share;
    private final Crew crew;
    private final Bandwidth bandwidth;
    private final Executor executor;
    private final Set<StreamCutter> open = ConcurrentHashMap.newKeySet();
    private boolean cancelled;

    RangeFeed(UnpackRequest request, int rangeChunks, Workshop.Pass pass, Bandwidth bandwidth, Executor executor) {
        this.source = request.source();
        this.bytes = request.bytes();
        this.atOnce = request.atOnce();
        this.rangeChunks = rangeChunks;
        this.share = pass.share();
        this.crew = pass.crew();
        this.bandwidth = bandwidth;
        this.executor = executor;
        crew.whenCancelled(this::cancel);
    }

    /** Takes what was read, in order. */
    @FunctionalInterface
    interface Taker {
        void take(Chunk chunk, int count) throws IOException, InterruptedException;
    }

    /** Reads to the end, or to where a range came short. */
    void into(Taker taker) throws IOException, InterruptedException {
        Deque<Range> ahead = new ArrayDeque<>();
        long next = 0;
        boolean more = true;
        while (more || !ahead.isEmpty()) {
            Optional<Range> begun =
                    more && next < bytes && ahead.size() < atOnce ? begin(next, ahead.isEmpty()) : Optional.empty();
            if (begun.isPresent()) {
                ahead.add(begun.get());
                next += begun.get().length;
            } else if (ahead.isEmpty()) {
                return;
            } else {
                Range range = ahead.poll();
                int came = await(range);
                handOn(range, more ? came : 0, taker);
                more &= came == range.length;
            }
        }
    }

    private Optional<Range> begin(long offset, boolean wait) throws InterruptedException {
        int chunkBytes = share.chunkBytes();
        int length = (int) Math.min((long) rangeChunks * chunkBytes, bytes - offset);
        int count = (length + chunkBytes - 1) / chunkBytes;
        Optional<List<Chunk>> memory = wait ? Optional.of(takeAll(count)) : share.tryTake(count);
        Optional<Range> range = memory.map(chunks -> new Range(offset, length, chunks));
        range.ifPresent(begun -> crew.start(() -> fetch(begun)));
        return range;
    }

    private List<Chunk> takeAll(int count) throws InterruptedException {
        List<Chunk> chunks = new ArrayList<>();
        while (chunks.size() < count) {
            chunks.add(share.take());
        }
        return chunks;
    }

    private void fetch(Range range) throws IOException, InterruptedException {
        try (StreamCutter cutter = new StreamCutter(source.open(range.offset, range.length), executor)) {
            open.add(cutter);
            try {
                crew.throwIfCancelled();
                arrived(range, fill(range, cutter.stream()));
            } finally {
                open.remove(cutter);
            }
        }
    }

    private int fill(Range range, InputStream in) throws IOException, InterruptedException {
        int filled = 0;
        while (filled < range.length) {
            crew.throwIfCancelled();
            byte[] chunk = range.chunks.get(filled / share.chunkBytes()).bytes();
            int at = filled % share.chunkBytes();
            int count = in.read(chunk, at, Math.min(chunk.length - at, range.length - filled));
            if (count < 0) {
                return filled;
            }
            filled += count;
            bandwidth.pay(count, crew);
        }
        // Only a connection whose answer was seen to end is used again.
        if (in.read() >= 0) {
            throw TransferException.of(
                    TransferException.Kind.WRONG_LENGTH, "more bytes came than were asked for; try again");
        }
        return filled;
    }

    private void handOn(Range range, int came, Taker taker) throws IOException, InterruptedException {
        int left = came;
        for (Chunk chunk : range.chunks) {
            int count = Math.min(left, chunk.bytes().length);
            left -= count;
            if (count == 0) {
                chunk.release();
            } else {
                taker.take(chunk, count);
            }
        }
    }

    private synchronized int await(Range range) throws InterruptedException {
        while (range.came < 0 && !cancelled) {
            wait();
        }
        if (cancelled) {
            throw new CancellationException();
        }
        return range.came;
    }

    private synchronized void arrived(Range range, int count) {
        range.came = count;
        notifyAll();
    }

    private void cancel() {
        synchronized (this) {
            cancelled = true;
            notifyAll();
        }
        open.forEach(StreamCutter::cutSoon);
    }

    /** One range, under way or here. */
    private static final class Range {
        private final long offset;
        private final int length;
        private final List<Chunk> chunks;
        private int came = -1;

        Range(long offset, int length, List<Chunk> chunks) {
            this.offset = offset;
            this.length = length;
            this.chunks = chunks;
        }
    }
}
