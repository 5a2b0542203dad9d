package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.transfer.ArchiveSink;
import io.atlasoffsite.transfer.Part;
import io.atlasoffsite.transfer.PartRules;
import io.atlasoffsite.transfer.Receipt;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.common.SftpException;

/**
 * One archive on its way into an SFTP server: a partial file elsewhere, forced, then given its name. Nothing is kept open between
 * parts, so a part that met a broken connection is simply written again.
 */
final class SftpSink implements ArchiveSink {

    /** Several at once: a server answers slowly from afar, and one channel has two MiB under way at most. */
    private static final PartRules RULES = new PartRules(4 << 20, 64 << 20, Integer.MAX_VALUE, 4);

    private final SftpCalls calls;
    private final SftpFiles files;
    private final SftpNames names;
    private final String path;
    private final String partial;
    private final Attempt attempt;
    private boolean named;
    private boolean committed;

    SftpSink(SftpCalls calls, SftpFiles files, SftpNames names, String path, Attempt attempt) {
        this.calls = calls;
        this.files = files;
        this.names = names;
        this.path = path;
        this.partial = Layout.attemptFolder(attempt.id()) + "/" + StorePath.fileName(path) + ".partial";
        this.attempt = attempt;
    }

    void begin(OptionalLong expectedBytes) throws IOException {
        calls.call("write", path, (channel, again) -> {
            if (files.taken(channel, path)) {
                throw taken();
            }
            OptionalLong room = channel.room(calls.remote(""));
            if (expectedBytes.isPresent() && room.isPresent() && room.getAsLong() < expectedBytes.getAsLong()) {
                throw StoreException.of(
                        Kind.FULL,
                        calls.where("write", path),
                        "it needs " + expectedBytes.getAsLong() + " bytes and the disk has " + room.getAsLong()
                                + "; make room and try again");
            }
            files.create(channel, partial).close();
            return path;
        });
    }

    @Override
    public PartRules partRules() {
        return RULES;
    }

    @Override
    public void put(Part part) throws IOException, InterruptedException {
        try {
            calls.call("write", path, (channel, again) -> write(channel, part));
        } catch (InterruptedIOException interrupted) {
            throw Interrupts.of(interrupted);
        }
        attempt.alive();
    }

    /** The partial file must be there: a sweep that took this attempt for dead has removed it. */
    private long write(SftpChannel channel, Part part) throws IOException {
        try (CloseableHandle handle = channel.openPrivate(calls.remote(partial), Set.of())) {
            SftpWriter writer = new SftpWriter(channel, handle, part.offset());
            part.writeTo(writer);
            writer.finish();
            long written = writer.position() - part.offset();
            if (written != part.length()) {
                throw StoreException.of(
                        Kind.DAMAGED,
                        calls.where("write", path),
                        "part " + part.number() + " gave " + written + " bytes of " + part.length()
                                + "; copy the snapshot again");
            }
            return written;
        } catch (SftpException failure) {
            throw files.orFull(channel, "write", path, failure, part.length());
        }
    }

    @Override
    public Receipt commit(long bytes) throws IOException, InterruptedException {
        try {
            boolean exclusive = names.exclusive();
            calls.call("commit", path, (channel, again) -> commit(channel, again, exclusive, bytes));
            committed = true;
            return new Receipt(bytes, false);
        } catch (InterruptedIOException interrupted) {
            throw Interrupts.of(interrupted);
        }
    }

    private boolean commit(SftpChannel channel, boolean again, boolean exclusive, long bytes) throws IOException {
        if (again
                && named
                && files.look(channel, path)
                        .filter(found -> found.getSize() == bytes)
                        .isPresent()) {
            files.forceFolder(channel, SftpFiles.parent(path));
            files.remove(channel, partial);
            return true;
        }
        try (CloseableHandle handle = channel.openPrivate(calls.remote(partial), Set.of())) {
            Attributes found = channel.stat(handle);
            if (found.getSize() != bytes) {
                throw StoreException.of(
                        Kind.DAMAGED,
                        calls.where("commit", path),
                        "the partial file has " + found.getSize() + " bytes instead of " + bytes
                                + "; copy the snapshot again");
            }
            files.force(channel, handle);
        }
        if (files.taken(channel, path)) {
            throw taken();
        }
        // From here on what has the name is this archive, even if nobody says so any more.
        named = true;
        if (!names.give(channel, exclusive, partial, path)) {
            named = false;
            throw taken();
        }
        files.remove(channel, partial);
        return true;
    }

    private StoreException taken() {
        return StoreException.of(
                Kind.REFUSED, calls.where("write", path), "there is a file of that name already; start a new attempt");
    }

    @Override
    public void abort() throws IOException {
        if (committed) {
            return;
        }
        try {
            Uninterrupted.run(() -> calls.call("abort", path, (channel, again) -> {
                if (named) {
                    files.remove(channel, path);
                }
                files.remove(channel, partial);
                return path;
            }));
        } catch (IOException failure) {
            attempt.leftBehind();
            throw failure;
        }
    }
}
