package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.MemoryBudget.Chunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts the stream of chunks into parts, in memory or in the spool, and passes them on. For one thread. */
final class PartAssembler {

    private final PartSizes sizes;
    private final long fits;
    private final Spool spool;
    private final PartLane lane;
    private final List<Chunk> chunks = new ArrayList<>();
    private Optional<Spool.Slot> slot = Optional.empty();
    private int number = 1;
    private long offset;
    private long filled;
    private long length;

    /**
     * @param fits the longest part that is kept in memory
     */
    PartAssembler(PartSizes sizes, long fits, Spool spool, PartLane lane) throws TransferException {
        this.sizes = sizes;
        this.fits = fits;
        this.spool = spool;
        this.lane = lane;
        this.length = sizes.lengthOf(number);
    }

    /** How many bytes the part being filled still takes, at least 1. */
    long room() throws TransferException {
        if (length == 0) {
            length = sizes.lengthOf(number);
        }
        return length - filled;
    }

    /** Takes a chunk no longer than {@link #room()}, and its user's duty to release it. */
    void add(Chunk chunk) throws IOException, InterruptedException {
        if (length > fits) {
            try {
                if (slot.isEmpty()) {
                    slot = Optional.of(spool.open());
                }
                slot.get().write(chunk.bytes(), chunk.length());
                filled += chunk.length();
            } finally {
                chunk.release();
            }
        } else {
            chunks.add(chunk);
            filled += chunk.length();
        }
        if (filled == length) {
            passOn();
        }
    }

    /** Passes the last, shorter part on. An empty archive is one empty part. */
    void finish() {
        if (filled > 0 || offset == 0) {
            passOn();
        }
        lane.end();
    }

    /** Gives back what was not passed on. */
    void discard() {
        chunks.forEach(Chunk::release);
        chunks.clear();
        slot.ifPresent(Spool.Slot::close);
        slot = Optional.empty();
    }

    private void passOn() {
        HeldPart part = slot.isPresent()
                ? new SpooledPart(number, offset, filled, slot.get())
                : new MemoryPart(number, offset, chunks);
        slot = Optional.empty();
        chunks.clear();
        offset += filled;
        filled = 0;
        number++;
        length = 0;
        lane.add(part);
    }
}
