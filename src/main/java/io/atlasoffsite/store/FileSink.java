package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.transfer.ArchiveSink;
import io.atlasoffsite.transfer.Part;
import io.atlasoffsite.transfer.PartRules;
import io.atlasoffsite.transfer.Receipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** One archive on its way into a directory: a partial file elsewhere, forced, then linked to its name. */
final class FileSink implements ArchiveSink {

    private static final PartRules RULES = new PartRules(1, 4 << 20, Integer.MAX_VALUE, 1);

    private final StoreFiles files;
    private final FileCalls calls;
    private final ExclusiveName exclusive;
    private final Path partial;
    private final Path target;
    private final String path;
    private final Attempt attempt;
    private final FileChannel channel;
    private boolean committed;

    FileSink(
            StoreFiles files,
            FileCalls calls,
            ExclusiveName exclusive,
            Path partial,
            Path target,
            String path,
            Attempt attempt)
            throws IOException {
        this.files = files;
        this.calls = calls;
        this.exclusive = exclusive;
        this.partial = partial;
        this.target = target;
        this.path = path;
        this.attempt = attempt;
        if (Files.exists(target)) {
            throw taken();
        }
        this.channel = files.inFolder(
                partial.getParent(),
                () -> FileChannel.open(
                        partial,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        files.privateFile()));
    }

    @Override
    public PartRules partRules() {
        return RULES;
    }

    @Override
    public void put(Part part) throws IOException, InterruptedException {
        try {
            AtOffset out = new AtOffset(part.offset());
            part.writeTo(out);
            if (out.position - part.offset() != part.length()) {
                throw new IOException("part " + part.number() + " gave " + (out.position - part.offset()) + " bytes of "
                        + part.length());
            }
        } catch (IOException failure) {
            throw translated("write", failure);
        }
        attempt.alive();
    }

    @Override
    public Receipt commit(long bytes) throws IOException, InterruptedException {
        try {
            if (channel.size() != bytes) {
                throw StoreException.of(
                        Kind.DAMAGED,
                        files.where("commit", path),
                        "the partial file has " + channel.size() + " bytes instead of " + bytes
                                + "; copy the snapshot again");
            }
            calls.force(channel);
            channel.close();
            if (!exclusive.give(partial, target)) {
                throw taken();
            }
            committed = true;
            removePartial();
            return new Receipt(Files.size(target), false);
        } catch (IOException failure) {
            throw translated("commit", failure);
        }
    }

    private StoreException taken() {
        return StoreException.of(
                Kind.REFUSED, files.where("write", path), "there is a file of that name already; start a new attempt");
    }

    @Override
    public void abort() throws IOException {
        if (committed) {
            return;
        }
        try {
            channel.close();
            Uninterrupted.run(this::removeAll);
        } catch (IOException failure) {
            attempt.leftBehind();
            throw FileErrors.translate(files.where("abort", path), failure);
        }
    }

    /** A commit may have failed after the archive got its name. */
    private void removeAll() throws IOException {
        if (Files.exists(partial) && Files.exists(target) && Files.isSameFile(partial, target)) {
            files.remove(target);
        }
        removePartial();
    }

    private void removePartial() throws IOException {
        files.remove(partial);
    }

    private IOException translated(String verb, IOException failure) throws InterruptedException {
        if (failure instanceof ClosedByInterruptException) {
            throw new InterruptedException(verb + " " + path + " was interrupted");
        }
        return FileErrors.translate(files.where(verb, path), failure);
    }

    /** Writes from an offset on, whatever other parts are doing. */
    private final class AtOffset implements WritableByteChannel {
        private long position;

        AtOffset(long offset) {
            this.position = offset;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int written = calls.write(channel, bytes, position);
            position += written;
            return written;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            // The channel is the whole archive's, not this part's.
        }
    }
}
