package io.atlasoffsite.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one attempt keeps parts that are too large for memory: a few files in the spool directory, readable by their owner only,
 * each gone when its part was put or given up. Thread safe.
 */
final class Spool {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final Crew crew;
    private final Semaphore slots;

    /**
     * @param directory made when the first file is
     * @param crew whose failure ends the wait for a slot
     * @param most files at a time
     */
    Spool(Path directory, Crew crew, int most) {
        this.directory = directory;
        this.crew = crew;
        this.slots = new Semaphore(most);
    }

    /** Waits until there are few enough files, then makes one. */
    Slot open() throws IOException, InterruptedException {
        while (!slots.tryAcquire(100, TimeUnit.MILLISECONDS)) {
            crew.throwIfCancelled();
        }
        try {
            return new Slot();
        } catch (IOException e) {
            slots.release();
            throw unusable(e);
        } catch (RuntimeException e) {
            slots.release();
            throw e;
        }
    }

    private TransferException unusable(IOException failure) {
        String reason = failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : failure.getMessage();
        return TransferException.because(
                        TransferException.Kind.SPOOL,
                        "a part cannot be kept in the spool directory " + directory + " ("
                                + (reason == null ? failure.getClass().getSimpleName() : reason) + ")")
                .cause(failure)
                .build();
    }

    private Path newFile() throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!posix) {
            Files.createDirectories(directory);
            return Files.createTempFile(directory, "part-", ".spool");
        }
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_DIRECTORY));
        return Files.createTempFile(directory, "part-", ".spool", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /** One file. */
    final class Slot implements AutoCloseable {

        private final Path file;
        private final FileChannel channel;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Slot() throws IOException {
            file = newFile();
            try {
                channel = FileChannel.open(file, StandardOpenOption.WRITE);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }

        Path file() {
            return file;
        }

        void write(byte[] bytes, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                throw unusable(e);
            }
        }

        /** Removes the file; a failure to do so is logged, as the transfer's outcome does not depend on it. */
        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            try {
                channel.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("the spool file {} could not be removed; remove it by hand", file, e);
            } finally {
                slots.release();
            }
        }
    }
}
