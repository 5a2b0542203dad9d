package io.atlasoffsite.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Temporary files of one process, below {@code .offsite/tmp/<random>/}. The process holds a lock on {@code <random>.lock} as long
 * as it lives, so that what a dead one left can be told from what a living one is writing.
 */
final class TempFiles {

    private static final String SUFFIX = ".lock";

    private final StoreFiles files;
    private final String name = UUID.randomUUID().toString();
    private final AtomicLong count = new AtomicLong();
    private Optional<FileChannel> lock = Optional.empty();

    TempFiles(StoreFiles files) {
        this.files = files;
    }

    private Path folder() {
        return files.root().resolve(Layout.OFFSITE).resolve("tmp");
    }

    /** A name no other file has, in a directory that exists. */
    synchronized Path next() throws IOException {
        if (lock.isEmpty()) {
            lock = Optional.of(lockOurs());
        }
        Path ours = folder().resolve(name);
        files.makeFolder(ours);
        return ours.resolve(Long.toString(count.incrementAndGet()));
    }

    private FileChannel lockOurs() throws IOException {
        Path file = folder().resolve(name + SUFFIX);
        while (true) {
            FileChannel channel = files.inFolder(folder(), () -> open(file));
            try {
                channel.lock();
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    return channel;
                }
                channel.close();
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        }
    }

    private FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                files.privateFile());
    }

    /** Removes what dead processes left. */
    void tidy() throws IOException {
        if (!Files.isDirectory(folder(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder(), "*" + SUFFIX)) {
            for (Path other : locks) {
                removeIfDead(other);
            }
        }
    }

    private void removeIfDead(Path other) throws IOException {
        String lockName = other.getFileName().toString();
        if (lockName.equals(name + SUFFIX)) {
            return;
        }
        try (FileChannel channel = open(other)) {
            if (channel.tryLock() == null) {
                return;
            }
            removeAll(folder().resolve(lockName.substring(0, lockName.length() - SUFFIX.length())));
            Files.deleteIfExists(other);
        } catch (OverlappingFileLockException ofThisProcess) {
            return;
        }
    }

    /** Removes a directory of plain files. */
    static void removeAll(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                Files.deleteIfExists(child);
            }
        }
        Files.deleteIfExists(directory);
    }

    /** Lets go of the lock and removes what is left. */
    synchronized void close() throws IOException {
        if (lock.isPresent()) {
            FileChannel held = lock.get();
            lock = Optional.empty();
            try {
                removeAll(folder().resolve(name));
                Files.deleteIfExists(folder().resolve(name + SUFFIX));
            } finally {
                held.close();
            }
        }
    }
}
