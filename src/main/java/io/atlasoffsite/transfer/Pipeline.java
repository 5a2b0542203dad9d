package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.MemoryBudget.Chunk;
import io.atlasoffsite.transfer.MemoryBudget.Share;
import io.atlasoffsite.transfer.Workshop.Pass;
import io.atlasoffsite.transfer.inspect.DefectException;
import io.atlasoffsite.transfer.inspect.EntryReceiver;
import io.atlasoffsite.transfer.inspect.Inspection;
import io.atlasoffsite.transfer.inspect.Inspector;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One pass of one stream: the calling thread reads, while SHA-256, inspection and the sink's puts run beside it on the same
 * chunks of memory. Used once.
 */
final class Pipeline {

    /** What came through. */
    record Outcome(long bytes, String sha256, Optional<Inspection> inspection) {}

    /** Where parts go; empty when the stream is only proved. */
    record Target(PartAssembler assembler, PartLane lane) {}

    private final Crew crew;
    private final Share share;
    private final Bandwidth bandwidth;
    private final ProgressMeter meter;
    private final InspectionMode inspection;
    private final EntryReceiver receiver;
    private final Optional<Target> target;
    private final ChunkLane toHash = new ChunkLane();
    private final ChunkLane toInspect = new ChunkLane();
    private final AtomicLong bytes = new AtomicLong();
    private final MessageDigest digest = newDigest();
    private volatile Optional<Inspection> inspected = Optional.empty();

    /**
     * @param receiver hears of the archive's entries while it is inspected
     */
    Pipeline(Pass pass, Bandwidth bandwidth, EntryReceiver receiver, Optional<Target> target) {
        this.crew = pass.crew();
        this.share = pass.share();
        this.bandwidth = bandwidth;
        this.meter = pass.meter();
        this.inspection = pass.inspection();
        this.receiver = receiver;
        this.target = target;
        crew.whenCancelled(share::cancel);
    }

    /**
     * Reads the stream to its end, hashes, inspects and puts it.
     *
     * @param most bytes after which the stream is too long
     * @throws IOException the first failure of the stream, the inspection or the sink
     * @throws InterruptedException when the calling thread was interrupted; nothing of this is running any more
     */
    Outcome run(InputStream in, long most) throws IOException, InterruptedException {
        return run(() -> feed(in, most));
    }

    /** The same with what comes in ranges. */
    Outcome run(RangeFeed ranges) throws IOException, InterruptedException {
        return run(() -> ranges.into((chunk, count) -> {
            bytes.addAndGet(count);
            meter.moved(count);
            handOut(chunk, count);
        }));
    }

    private Outcome run(Crew.Job feeding) throws IOException, InterruptedException {
        try {
            crew.start(this::hash);
            if (inspection == InspectionMode.INLINE) {
                crew.start(this::inspect);
            }
            feeding.run();
            end();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            crew.fail(e);
        }
        try {
            crew.join();
        } finally {
            target.ifPresent(this::discard);
        }
        return new Outcome(bytes.get(), HexFormat.of().formatHex(digest.digest()), inspected);
    }

    private void feed(InputStream in, long most) throws IOException, InterruptedException {
        boolean more = true;
        while (more) {
            Chunk chunk = share.take();
            int wanted = (int) Math.min(chunk.bytes().length, room());
            int count = fill(in, chunk.bytes(), wanted);
            if (bytes.get() == 0 && inspection == InspectionMode.AFTER) {
                requireGzip(chunk.bytes(), count);
            }
            if (count == 0) {
                chunk.release();
                return;
            }
            if (bytes.addAndGet(count) > most) {
                throw TransferException.because(
                                TransferException.Kind.WRONG_LENGTH,
                                "more than the " + most + " bytes announced came; the source has changed or is damaged")
                        .bytes(bytes.get())
                        .build();
            }
            handOut(chunk, count);
            more = count == wanted;
        }
    }

    private long room() throws TransferException {
        return target.isPresent() ? target.get().assembler().room() : Long.MAX_VALUE;
    }

    private int fill(InputStream in, byte[] buffer, int wanted) throws IOException, InterruptedException {
        int filled = 0;
        while (filled < wanted) {
            crew.throwIfCancelled();
            int count = in.read(buffer, filled, wanted - filled);
            if (count < 0) {
                return filled;
            }
            filled += count;
            meter.moved(count);
            bandwidth.pay(count, crew);
        }
        return filled;
    }

    private void handOut(Chunk chunk, int count) throws IOException, InterruptedException {
        boolean inline = inspection == InspectionMode.INLINE;
        chunk.handOut(count, 1 + (inline ? 1 : 0) + (target.isPresent() ? 1 : 0));
        toHash.add(chunk);
        if (inline) {
            toInspect.add(chunk);
        }
        if (target.isPresent()) {
            target.get().assembler().add(chunk);
        }
    }

    private void end() {
        toHash.end();
        toInspect.end();
        target.ifPresent(to -> to.assembler().finish());
    }

    private void discard(Target to) {
        to.assembler().discard();
        to.lane().discardRest();
    }

    private void hash() throws InterruptedException {
        Optional<Chunk> chunk = toHash.next();
        while (chunk.isPresent()) {
            digest.update(chunk.get().bytes(), 0, chunk.get().length());
            chunk.get().release();
            chunk = toHash.next();
        }
    }

    private void inspect() throws IOException {
        try {
            inspected = Optional.of(new Inspector().inspect(toInspect.asStream(), receiver));
        } catch (DefectException e) {
            throw refused(e);
        }
    }

    private void requireGzip(byte[] head, int length) throws TransferException {
        try {
            Inspector.requireGzip(head, length);
        } catch (DefectException e) {
            throw refused(e);
        }
    }

    private TransferException refused(DefectException e) {
        TransferException.Kind kind = switch (e.defect()) {
            case NOT_GZIP -> TransferException.Kind.NOT_AN_ARCHIVE;
            case TRUNCATED, DAMAGED -> TransferException.Kind.DAMAGED;
            case UNSAFE_ENTRY -> TransferException.Kind.UNSAFE_ENTRY;
            case BOMB -> TransferException.Kind.BOMB;
        };
        return TransferException.because(kind, "the archive is refused: " + e.getMessage())
                .bytes(bytes.get())
                .cause(e)
                .build();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
