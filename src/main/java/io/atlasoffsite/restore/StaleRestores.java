package io.atlasoffsite.restore;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Removes what restores left behind that nobody went on with. Thread safe. */
public final class StaleRestores {

    private static final Duration LEFT_AFTER = Duration.ofHours(24);

    /** Requests name directories of at most four segments; commands name any. */
    private static final int DEEPEST = 8;

    private final Clock clock;

    /**
     * A sweeper.
     *
     * @param clock tells how long nobody has touched something; not null
     */
    public StaleRestores(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Removes the unfinished directories of restores up to eight levels below a directory that nobody works on and nobody has touched for
     * 24 hours. What carries no marker of this program is left alone, and links are not followed.
     *
     * @param directory where to look; one that does not exist is fine; not null
     * @return what was removed
     * @throws IOException when something could not be looked at or removed
     */
    public List<Path> sweep(Path directory) throws IOException {
        List<Path> removed = new ArrayList<>();
        if (!Trees.isFolder(directory)) {
            return removed;
        }
        Files.walkFileTree(directory, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found) throws IOException {
                try {
                    return visit(folder);
                } catch (NoSuchFileException finishedMeanwhile) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
            }

            private FileVisitResult visit(Path folder) throws IOException {
                if (Trees.exists(folder.resolve(Destination.RECORD))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (!ours(folder)) {
                    return FileVisitResult.CONTINUE;
                }
                if (removeIfDead(folder)) {
                    removed.add(folder);
                }
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return removed;
    }

    private static Path marker(Path folder) {
        return folder.resolve(PartialDirectory.OFFSITE).resolve(PartialDirectory.MARKER);
    }

    private static boolean ours(Path folder) throws IOException {
        Path marker = marker(folder);
        return folder.getFileName() != null
                && folder.getFileName().toString().endsWith(PartialDirectory.SUFFIX)
                && Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)
                && RestoredJson.copyOfMarker(Files.readAllBytes(marker)).isPresent();
    }

    /** Who is at work touches the marker: a lock that this very process holds is never looked at, for that would undo it. */
    private boolean removeIfDead(Path folder) throws IOException {
        Instant touched = Files.getLastModifiedTime(marker(folder), LinkOption.NOFOLLOW_LINKS)
                .toInstant();
        if (Duration.between(touched, clock.instant()).compareTo(LEFT_AFTER) < 0) {
            return false;
        }
        Optional<RestoreLock> lock = RestoreLock.tryLock(folder.resolve(PartialDirectory.OFFSITE));
        if (lock.isEmpty()) {
            return false;
        }
        RestoreLock held = lock.get();
        try (held) {
            RestoreLock.removeLocked(folder.resolve(PartialDirectory.OFFSITE));
            return true;
        }
    }
}
