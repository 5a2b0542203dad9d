package io.atlasoffsite.restore;

import io.atlasoffsite.store.CopyId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a restore is at work: {@code <into>.partial}, beside the directory it will become. Whoever has it open has its lock. Below
 * {@code .offsite} it holds the marker that says whose it is, a record of each archive that is done, and the archives under way;
 * beside that, only what is done. Thread safe but for opening and ending.
 */
final class PartialDirectory implements AutoCloseable {

    static final String SUFFIX = ".partial";
    static final String OFFSITE = ".offsite";
    static final String MARKER = "restore.json";

    private static final String DONE = "done";
    private static final String WORK = "work";
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private final Path into;
    private final Path partial;
    private final Clock clock;
    private final RestoreLock lock;
    private final Set<Path> busy;
    private final Path key;
    private final List<Path> made;
    private Instant touched;
    private int works;

    private PartialDirectory(Path into, Clock clock, RestoreLock lock, Set<Path> busy, Path key, List<Path> made) {
        this.into = into;
        this.partial = of(into);
        this.clock = clock;
        this.lock = lock;
        this.busy = busy;
        this.key = key;
        this.made = made;
        this.touched = clock.instant();
    }

    static Path of(Path into) {
        return into.resolveSibling(into.getFileName() + SUFFIX);
    }

    /**
     * Opens it, for a new restore or to go on with one of the same copy. What is another's is refused and left alone.
     *
     * @param busy what this process has open: a second lock of the same file would undo the first
     */
    static PartialDirectory open(RestoreTask task, Clock clock, Set<Path> busy) throws IOException {
        Path into = task.into();
        Path key = of(Trees.real(into));
        if (!busy.add(key)) {
            throw Refusals.busy(into);
        }
        List<Path> made = List.of();
        try {
            made = Trees.make(into.getParent());
            requireOurs(of(into), task.copy());
            PartialDirectory opened = new PartialDirectory(
                    into, clock, RestoreLock.take(into, of(into).resolve(OFFSITE)), busy, key, made);
            opened.mark(task);
            return opened;
        } catch (IOException | RuntimeException failure) {
            busy.remove(key);
            Trees.removeEmpty(made);
            throw failure;
        }
    }

    private void mark(RestoreTask task) throws IOException {
        try {
            requireOurs(partial, task.copy());
            markOrLeave(task);
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    private void markOrLeave(RestoreTask task) throws IOException {
        try {
            Trees.write(partial.resolve(OFFSITE).resolve(MARKER), RestoredJson.marker(task, clock.instant()));
            Trees.make(partial.resolve(OFFSITE).resolve(DONE));
        } catch (IOException failure) {
            leave(true);
            throw failure;
        }
    }

    private static void requireOurs(Path partial, CopyId copy) throws IOException {
        if (!Trees.exists(partial)) {
            return;
        }
        if (!Trees.isFolder(partial)) {
            throw Refusals.notOurs(partial, "it is no directory");
        }
        Path marker = partial.resolve(OFFSITE).resolve(MARKER);
        if (!Trees.exists(marker)) {
            requireNothingBut(OFFSITE, partial);
            return;
        }
        Optional<CopyId> other = RestoredJson.copyOfMarker(Files.readAllBytes(marker));
        if (other.filter(copy::equals).isEmpty()) {
            throw Refusals.notOurs(
                    partial,
                    other.map(id -> "it is an unfinished restore of " + id)
                            .orElse("what it is cannot be read from it"));
        }
    }

    /** A restore that died at once left no marker yet. */
    private static void requireNothingBut(String name, Path partial) throws IOException {
        try (Stream<Path> children = Files.list(partial)) {
            if (children.anyMatch(child -> !child.getFileName().toString().equals(name))) {
                throw Refusals.notOurs(partial, "it is not the work of a restore");
            }
        }
    }

    /** What of the wanted parts is done already; all else is removed. */
    Map<String, Restored.Archive> resume(List<Part> parts) throws IOException {
        Map<String, Restored.Archive> done = new HashMap<>();
        for (Part part : parts) {
            Path record = record(part.directory());
            if (Trees.isFolder(partial.resolve(part.directory())) && Trees.exists(record)) {
                RestoredJson.done(Files.readAllBytes(record))
                        .filter(archive -> archive.proved() && fits(part, archive))
                        .ifPresent(archive -> done.put(part.directory(), archive));
            }
        }
        Trees.removeAllBut(
                done.keySet().stream().map(PartialDirectory::recordName).collect(Collectors.toSet()),
                partial.resolve(OFFSITE).resolve(DONE));
        Trees.removeAllBut(
                Stream.concat(done.keySet().stream(), Stream.of(OFFSITE)).collect(Collectors.toSet()), partial);
        Trees.remove(partial.resolve(OFFSITE).resolve(WORK));
        return done;
    }

    private static boolean fits(Part part, Restored.Archive archive) {
        return part.facts().isPresent()
                && part.facts().get().sha256().equals(archive.sha256())
                && part.directory().equals(archive.directory());
    }

    /** A new directory to unpack into. */
    synchronized Path work() throws IOException {
        Path work = partial.resolve(OFFSITE).resolve(WORK);
        Trees.make(work);
        Path next = work.resolve(String.valueOf(works++));
        Files.createDirectory(next, Trees.privateFolder(next));
        return next;
    }

    /** Gives an archive's files their place, once they are durable; a proved archive is written down as done. */
    void done(Path work, Restored.Archive archive) throws IOException {
        Path place = partial.resolve(archive.directory());
        Files.move(work, place, StandardCopyOption.ATOMIC_MOVE);
        Trees.force(partial);
        if (archive.proved()) {
            Trees.write(record(archive.directory()), RestoredJson.done(archive));
        }
    }

    private Path record(String directory) {
        return partial.resolve(OFFSITE).resolve(DONE).resolve(recordName(directory));
    }

    private static String recordName(String directory) {
        return directory + ".json";
    }

    /** Says now and then that somebody is at work. */
    synchronized void touch() {
        Instant now = clock.instant();
        if (Duration.between(touched, now).compareTo(TOUCHED_EVERY) >= 0) {
            touched = now;
            try {
                Files.setLastModifiedTime(partial.resolve(OFFSITE).resolve(MARKER), FileTime.from(now));
            } catch (IOException notNow) {
                // The next one may work; the lock tells, too.
                return;
            }
        }
    }

    /** Adds a file that lies beside the archives' directories. */
    void add(String file, byte[] content) throws IOException {
        Trees.write(partial.resolve(file), content);
    }

    /** Gives the directory its final name. It never takes the place of anything but an empty directory. */
    void finish() throws IOException {
        Trees.forceAll(partial);
        try {
            Files.move(partial, into, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException failure) {
            if (Trees.exists(into)) {
                throw Refusals.inTheWay(into, "something has come to lie there meanwhile");
            }
            throw failure;
        }
        Trees.force(into.getParent());
        Trees.remove(into.resolve(OFFSITE));
        Trees.force(into);
    }

    /** After a failure: keeps what is done for the next try, and removes the rest, or everything when nothing is done. */
    void leave(boolean keep) throws IOException {
        Path done = partial.resolve(OFFSITE).resolve(DONE);
        if (keep && Trees.isFolder(done) && !Trees.isEmpty(done)) {
            Trees.remove(partial.resolve(OFFSITE).resolve(WORK));
            return;
        }
        RestoreLock.removeLocked(partial.resolve(OFFSITE));
        Trees.removeEmpty(made);
    }

    /** Lets go of the lock. */
    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            busy.remove(key);
        }
    }
}
