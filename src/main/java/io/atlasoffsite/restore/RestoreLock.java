package io.atlasoffsite.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps two restores apart, in whatever processes: one that dies lets go. */
final class RestoreLock implements AutoCloseable {

    private static final String FILE = "lock";
    private static final int TRIES = 20;

    private final FileChannel channel;

    private RestoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it. Whoever had it before may have renamed or removed its directory since it was opened: then it is taken anew.
     *
     * @param into what is restored, for the refusal
     * @param offsite where its file lies; made when it is not there
     */
    static RestoreLock take(Path into, Path offsite) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                Trees.make(offsite);
                create(offsite.resolve(FILE));
                Object before = key(offsite.resolve(FILE));
                RestoreLock lock = tryLock(offsite).orElseThrow(() -> Refusals.busy(into));
                if (key(offsite.resolve(FILE)).equals(before)) {
                    return lock;
                }
                lock.close();
            } catch (NoSuchFileException gone) {
                if (tries == TRIES) {
                    throw gone;
                }
            }
        }
    }

    /** Takes one that may have been left behind; empty when somebody has it. */
    static Optional<RestoreLock> tryLock(Path offsite) throws IOException {
        FileChannel channel =
                FileChannel.open(offsite.resolve(FILE), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new RestoreLock(channel));
            }
        } catch (OverlappingFileLockException ofThisProcess) {
            channel.close();
            return Optional.empty();
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * Removes the directory around a lock that the caller has. The lock goes last and directories only while they are empty: from
     * then on somebody else may have made them anew.
     *
     * @param offsite where its file lies, in the directory that goes
     */
    static void removeLocked(Path offsite) throws IOException {
        Path directory = offsite.getParent();
        if (Trees.isFolder(directory)) {
            Trees.removeAllBut(Set.of(offsite.getFileName().toString()), directory);
        }
        if (Trees.isFolder(offsite)) {
            Trees.removeAllBut(Set.of(FILE), offsite);
            Files.deleteIfExists(offsite.resolve(FILE));
        }
        Trees.removeEmpty(List.of(offsite, directory));
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, Trees.privateFile(file));
        } catch (FileAlreadyExistsException fromBefore) {
            return;
        }
    }

    /** What tells one file from another of the same name; where the file system does not say, the name must do. */
    private static Object key(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Optional.ofNullable(found.fileKey());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
