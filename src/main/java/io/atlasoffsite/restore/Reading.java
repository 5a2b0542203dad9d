package io.atlasoffsite.restore;

import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.RangeSource;
import io.atlasoffsite.transfer.Unpacked;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** An archive being read from a store, held against what it must be. Where damage is accepted, what cannot be read is its end. */
final class Reading implements RangeSource {

    private final Holding holding;
    private final boolean forgiving;
    private Optional<IOException> broke = Optional.empty();
    private final AtomicLong came = new AtomicLong();
    private long stored;

    Reading(Holding holding, boolean forgiving) {
        this.holding = holding;
        this.forgiving = forgiving;
    }

    /** How many bytes are to be read; empty when it is known to be another length than it must be, and that is not accepted. */
    OptionalLong length() throws IOException {
        OptionalLong there = holding.store().size(holding.path());
        if (there.isEmpty()) {
            // Some stores say of a missing bucket, too, that there is no such object; opening it tells them apart.
            holding.store().open(holding.path(), 0).close();
        }
        stored = there.orElse(0);
        boolean other = holding.bytes().isPresent() && holding.bytes().getAsLong() != stored;
        return stored == 0 || other && !forgiving ? OptionalLong.empty() : OptionalLong.of(stored);
    }

    String wrongLength() {
        return stored + " bytes are stored"
                + (holding.bytes().isPresent()
                        ? ", and it had " + holding.bytes().getAsLong()
                        : "");
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        try {
            InputStream opened = holding.store().open(holding.path(), offset, length);
            return new Counted(opened);
        } catch (IOException failure) {
            if (!forgiving || interrupted(failure)) {
                throw failure;
            }
            note(failure);
            return InputStream.nullInputStream();
        }
    }

    /** How many bytes the store gave out, whatever was made of them. */
    long came() {
        return came.get();
    }

    /** What kept the store from giving all of it out, where that is forgiven. */
    synchronized Optional<IOException> broke() {
        return broke;
    }

    private synchronized void note(IOException failure) {
        if (broke.isEmpty()) {
            broke = Optional.of(failure);
        }
    }

    /** Why an archive that was read to its end is not the one it must be; none when it is. */
    List<String> wrong(Unpacked unpacked) {
        List<String> wrong = new ArrayList<>();
        broke().map(IOException::getMessage).ifPresent(wrong::add);
        if (unpacked.bytes() != stored) {
            wrong.add("only " + unpacked.bytes() + " of " + stored + " bytes came");
        }
        if (holding.bytes().isPresent() && holding.bytes().getAsLong() != stored) {
            wrong.add(wrongLength());
        }
        Optional<Manifest.Archive> facts = holding.facts();
        if (holding.sha256().isEmpty()) {
            wrong.add("nothing says which SHA-256 it must have");
        } else if (!holding.sha256().get().equals(unpacked.sha256())) {
            wrong.add("it does not have the SHA-256 of " + (facts.isPresent() ? "the manifest" : "SHA256SUMS"));
        }
        facts.flatMap(says -> ArchiveProver.differing(unpacked.inspection(), says))
                .ifPresent(wrong::add);
        return wrong;
    }

    private static boolean interrupted(IOException failure) {
        return failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException)
                || Thread.currentThread().isInterrupted();
    }

    /** A stream whose bytes are counted, and that ends where it fails when that is forgiven. */
    private final class Counted extends FilterInputStream {

        private volatile boolean closed;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                int count = super.read(bytes, from, length);
                came.addAndGet(Math.max(0, count));
                return count;
            } catch (IOException failure) {
                // Cut off because something else failed: that is what counts.
                if (!forgiving || closed || interrupted(failure)) {
                    throw failure;
                }
                note(failure);
                return -1;
            }
        }

        @Override
        public void close() throws IOException {
            closed = true;
            super.close();
        }
    }
}
