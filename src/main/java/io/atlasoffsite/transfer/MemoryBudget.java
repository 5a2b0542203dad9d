package io.atlasoffsite.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory that archive bytes may take, shared by all transfers of an engine. Each of at most {@code concurrent} shares is
 * guaranteed an equal part of it and may hold more only while that leaves room for what the other shares are still owed.
 *
 * <p>No set of transfers can lock each other out: a transfer keeps for itself, while it asks for more, only the part it is
 * filling, which is at most two thirds of its guarantee; all else it holds comes back without its taking anything. So a third of
 * the budget becomes free sooner or later, and whoever holds less than its guarantee gets it, up to its limit if it has one; no
 * limit is less than what the transfer may have to hold at once. Thread safe.
 */
final class MemoryBudget {

    private static final int LARGEST_CHUNK = 256 * 1024;
    private static final int SMALLEST_CHUNK = 16 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> idle = new ArrayDeque<>();
    private final List<Share> shares = new ArrayList<>();
    private final int concurrent;
    private final int chunkBytes;
    private final int chunks;
    private final int guaranteed;
    private int held;
    private int mostHeld;

    MemoryBudget(long total, int concurrent) {
        this.concurrent = concurrent;
        long each = total / concurrent;
        this.chunkBytes = (int) Math.max(SMALLEST_CHUNK, Math.min(LARGEST_CHUNK, Long.highestOneBit(each / 8)));
        this.guaranteed = (int) (each / chunkBytes);
        this.chunks = (int) Math.min(Integer.MAX_VALUE, total / chunkBytes);
    }

    int chunkBytes() {
        return chunkBytes;
    }

    /** What a transfer may always hold, in bytes. */
    long guaranteedBytes() {
        return (long) guaranteed * chunkBytes;
    }

    /** Waits for a place among the shares. */
    Share join() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (shares.size() >= concurrent) {
                changed.await();
            }
            Share share = new Share();
            shares.add(share);
            return share;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes held by all transfers now. */
    long heldBytes() {
        lock.lock();
        try {
            return (long) held * chunkBytes;
        } finally {
            lock.unlock();
        }
    }

    /** The most bytes that were ever held at a time. */
    long mostHeldBytes() {
        lock.lock();
        try {
            return (long) mostHeld * chunkBytes;
        } finally {
            lock.unlock();
        }
    }

    /** One transfer's part of the budget. Closing it settles what was not given back. */
    final class Share implements AutoCloseable {

        private int mine;
        private int limit = Integer.MAX_VALUE;
        private boolean cancelled;

        /** Waits for one more chunk. */
        Chunk take() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!cancelled && !mayTake()) {
                    changed.await();
                }
                if (cancelled) {
                    throw new CancellationException();
                }
                return next();
            } finally {
                lock.unlock();
            }
        }

        /** So many chunks at once, when they can be had without waiting. */
        Optional<List<Chunk>> tryTake(int count) {
            lock.lock();
            try {
                List<Chunk> taken = new ArrayList<>();
                while (taken.size() < count && !cancelled && mayTake()) {
                    taken.add(next());
                }
                if (taken.size() == count) {
                    return Optional.of(taken);
                }
                taken.forEach(Chunk::release);
                return Optional.empty();
            } finally {
                lock.unlock();
            }
        }

        int chunkBytes() {
            return chunkBytes;
        }

        private Chunk next() {
            mine++;
            held++;
            mostHeld = Math.max(mostHeld, held);
            byte[] bytes = idle.poll();
            return new Chunk(bytes == null ? new byte[chunkBytes] : bytes, this);
        }

        /** Never holds more than this, in bytes, but always one chunk; of its guarantee the rest is for the others. */
        void limit(long bytes) {
            lock.lock();
            try {
                limit = (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / chunkBytes));
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Makes everybody who waits in {@link #take} give up, now and later. */
        void cancel() {
            lock.lock();
            try {
                cancelled = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                cancelled = true;
                shares.remove(this);
                held -= mine;
                mine = 0;
                if (shares.isEmpty()) {
                    idle.clear();
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void giveBack(byte[] bytes) {
            lock.lock();
            try {
                if (mine > 0) {
                    mine--;
                    held--;
                    idle.push(bytes);
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        private boolean mayTake() {
            int free = chunks - held;
            if (mine >= limit) {
                return false;
            }
            if (free < 1 || mine < guaranteed) {
                return free >= 1;
            }
            int owed = shares.stream()
                    .filter(share -> share != this)
                    .mapToInt(share -> Math.max(0, Math.min(guaranteed, share.limit) - share.mine))
                    .sum();
            return free - 1 >= owed;
        }
    }

    /** A piece of an archive in a pooled array; it goes back to the pool when its last user releases it. */
    static final class Chunk {

        private final byte[] bytes;
        private final Share share;
        private final AtomicInteger users = new AtomicInteger(1);
        private int length;

        private Chunk(byte[] bytes, Share share) {
            this.bytes = bytes;
            this.share = share;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }

        /** Says how much was filled, before the chunk is handed to {@code howMany} users. */
        void handOut(int filled, int howMany) {
            length = filled;
            users.set(howMany);
        }

        void release() {
            if (users.decrementAndGet() == 0) {
                share.giveBack(bytes);
            }
        }
    }
}
