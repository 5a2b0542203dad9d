package io.atlasoffsite.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives a forced file its name unless that name is taken. A hard link does it in one step. A file system without hard links gets
 * look-then-rename under an exclusive lock that the system drops when its holder dies; creating the final name first and filling
 * it afterwards would show a half-written file after a crash.
 */
final class ExclusiveName {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final int TRIES = 2_000;

    private final StoreFiles files;

    ExclusiveName(StoreFiles files) {
        this.files = files;
    }

    /** Answers false when the name was taken. The file may or may not keep its old name too. */
    boolean give(Path file, Path target) throws IOException {
        try {
            return files.linkInto(file, target);
        } catch (UnsupportedOperationException | FileSystemException failure) {
            if (failure instanceof FileSystemException system && !noHardLinks(system)) {
                throw system;
            }
            return renameLocked(file, target);
        }
    }

    private static boolean noHardLinks(FileSystemException failure) {
        String reason = String.valueOf(failure.getReason());
        return !(failure instanceof NoSuchFileException)
                && (reason.contains("Operation not permitted")
                        || reason.contains("not supported")
                        || reason.contains("Function not implemented"));
    }

    private boolean renameLocked(Path file, Path target) throws IOException {
        Path lock = files.root().resolve(Layout.OFFSITE).resolve("names.lock");
        files.makeFolder(lock.getParent());
        try (FileChannel channel = FileChannel.open(
                lock,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                files.privateFile())) {
            lock(channel);
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            files.renameInto(file, target);
            return true;
        }
    }

    /** Waits for other processes in the system, and for other threads of this one by trying again: Java refuses to queue those. */
    private static void lock(FileChannel channel) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                channel.lock();
                return;
            } catch (OverlappingFileLockException heldInThisProcess) {
                if (tries == TRIES || Thread.currentThread().isInterrupted()) {
                    throw new IOException("the lock for new names stayed held", heldInThisProcess);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
