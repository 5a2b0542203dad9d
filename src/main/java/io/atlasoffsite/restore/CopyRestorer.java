package io.atlasoffsite.restore;

import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Restores copies into directories: fetches each archive, proves it byte for byte while its files are written, and gives the
 * directory its name only when all of it is proved and durable. Thread safe.
 *
 * <p>Meanwhile the work lies beside it in {@code <into>.partial}. What was finished there is kept when a store cannot be reached or
 * the restore is interrupted, and a later restore of the same copy goes on from it; after damage nothing is left behind.
 */
public final class CopyRestorer implements AutoCloseable {

    private final Engine engine;
    private final SideBySide places;
    private final Forcing forcing = new Forcing();
    private final Set<Path> busy = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final String tool;
    private final Space space;

    /**
     * A restorer.
     *
     * @param engine reads and unpacks the archives; stays the caller's
     * @param concurrent how many archives are restored at once, at least 1
     * @param clock tells when a restore ended; not null
     * @param tool this program and its version, for {@code restored.json}; not null
     */
    public CopyRestorer(Engine engine, int concurrent, Clock clock, String tool) {
        this(engine, concurrent, clock, tool, Space.REAL);
    }

    CopyRestorer(Engine engine, int concurrent, Clock clock, String tool, Space space) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.places = new SideBySide("offsite-restore", concurrent);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.tool = Objects.requireNonNull(tool, "tool");
        this.space = space;
    }

    /**
     * Says what a restore would do. Nothing is written.
     *
     * @param task what to restore; not null
     * @return what it takes
     * @throws io.atlasoffsite.OffsiteException {@code NOT_FOUND} when no store has the copy or one of the shards, {@code INTEGRITY}
     *     when no store has a whole manifest, {@code RESTORE_REFUSED} when it is of a newer format or something lies where it should
     *     go
     * @throws IOException what a store threw that could not be reached, unchanged
     * @throws InterruptedException when the calling thread was interrupted
     */
    public RestorePreview preview(RestoreTask task) throws IOException, InterruptedException {
        Restoring.onTarget(task, () -> Destination.again(task));
        FoundCopy found = FoundCopy.find(task);
        List<Holding> first = new ArrayList<>();
        List<RestorePreview.Archive> archives = new ArrayList<>();
        for (Part part : found.parts()) {
            List<Holding> holdings = holdings(found, part);
            first.addAll(holdings.subList(0, Math.min(1, holdings.size())));
            archives.add(archive(part, holdings));
        }
        long bytes = archives.stream().mapToLong(RestorePreview.Archive::bytes).reduce(0, Space::sum);
        return new RestorePreview(
                task.copy(),
                task.into(),
                found.seal(),
                found.mongodbVersion(),
                bytes,
                found.manifest().isPresent() ? Space.needed(found.parts()) : 0,
                Restoring.onTarget(task, () -> space.left(Trees.nearest(task.into()))),
                first.isEmpty() ? OptionalLong.empty() : Sample.seconds(engine, first.get(0), bytes),
                archives);
    }

    private static List<Holding> holdings(FoundCopy found, Part part) throws IOException, InterruptedException {
        List<Holding> all = new ArrayList<>();
        for (Witness witness : found.witnesses()) {
            all.addAll(found.manifest().isPresent() ? witness.holdings(part) : witness.salvage(part));
        }
        return all;
    }

    private static RestorePreview.Archive archive(Part part, List<Holding> holdings) {
        Optional<Holding> first = holdings.stream().findFirst();
        return new RestorePreview.Archive(
                first.map(Holding::file).orElse(""),
                part.replicaSet(),
                part.directory(),
                first.map(one -> one.bytes().orElse(0)).orElse(0L),
                part.facts().map(Manifest.Archive::uncompressedBytes).orElse(0L),
                holdings.stream().map(one -> one.store().name()).distinct().toList());
    }

    /**
     * Restores.
     *
     * @param task what to restore; not null
     * @param tally hears how many bytes of archives there are and were read: one copy; not null
     * @return what was restored; the directory is there and durable
     * @throws io.atlasoffsite.OffsiteException {@code NOT_FOUND} when no store has the copy or one of the shards, {@code INTEGRITY}
     *     when no store gives out what was copied, {@code CONFLICT} when another restore is at work there,
     *     {@code RESTORE_REFUSED} when something lies where it should go or the copy is of a newer format, {@code STORE_FULL} when
     *     there is no room for it
     * @throws IOException what a store or the engine threw that could not be reached, unchanged; finished archives are kept for the
     *     next try
     * @throws InterruptedException when the calling thread was interrupted; nothing of this is running any more, and finished
     *     archives are kept for the next try
     */
    public Restored restore(RestoreTask task, Tally tally) throws IOException, InterruptedException {
        Optional<Restored> before = before(task);
        if (before.isPresent()) {
            return before.get();
        }
        FoundCopy found = FoundCopy.find(task);
        requireRoom(task, found);
        tally.expect(1, found.bytes());
        Tally.Share share = tally.share(found.bytes());
        PartialDirectory partial = Restoring.onTarget(task, () -> PartialDirectory.open(task, clock, busy));
        try (partial) {
            Optional<Restored> meanwhile = meanwhile(task, partial);
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            ArchiveRestorer archives = new ArchiveRestorer(engine, forcing, task, partial);
            PartRestorer parts = new PartRestorer(task, found, archives, partial, share);
            return new Restoring(task, found, partial, space)
                    .run(parts, places, share, new Restoring.Author(clock, tool));
        } finally {
            share.done();
        }
    }

    private static Optional<Restored> before(RestoreTask task) throws IOException, InterruptedException {
        Optional<Restored> again = Restoring.onTarget(task, () -> Destination.again(task));
        if (again.isPresent()) {
            Restoring.onTarget(task, () -> Destination.tidy(task));
        }
        return again;
    }

    /** Whoever held the lock before may have restored it, or something else; then what was opened for this one goes. */
    private static Optional<Restored> meanwhile(RestoreTask task, PartialDirectory partial)
            throws IOException, InterruptedException {
        boolean refused = true;
        Optional<Restored> found = Optional.empty();
        try {
            found = before(task);
            refused = false;
        } finally {
            if (refused || found.isPresent()) {
                partial.leave(refused);
            }
        }
        return found;
    }

    /** Before anything is written; where something is there already, it counts what is left to do. */
    private void requireRoom(RestoreTask task, FoundCopy found) throws IOException, InterruptedException {
        if (Trees.exists(PartialDirectory.of(task.into()))) {
            return;
        }
        long needed = Space.needed(found.parts());
        long free = Restoring.onTarget(task, () -> space.left(Trees.nearest(task.into())));
        if (free < needed) {
            throw Refusals.noRoom(task.into(), needed, free);
        }
    }

    /** Ends its threads. Restores still running fail. */
    @Override
    public void close() {
        places.close();
        forcing.close();
    }
}
