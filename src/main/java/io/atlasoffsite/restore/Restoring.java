package io.atlasoffsite.restore;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.restore.PartRestorer.Outcome;
import io.atlasoffsite.transfer.Stopwatch;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One restore, from what is there already to the directory's final name. For one thread. */
final class Restoring {

    private final RestoreTask task;
    private final FoundCopy found;
    private final PartialDirectory partial;
    private final Space space;
    private final Stopwatch watch = new Stopwatch();

    Restoring(RestoreTask task, FoundCopy found, PartialDirectory partial, Space space) {
        this.task = task;
        this.found = found;
        this.partial = partial;
        this.space = space;
    }

    /** Who writes the record, and when. */
    record Author(Clock clock, String tool) {}

    Restored run(PartRestorer parts, SideBySide places, Tally.Share tally, Author author)
            throws IOException, InterruptedException {
        try {
            Map<String, Restored.Archive> done = onTarget(() -> partial.resume(found.parts()));
            List<Part> left = found.parts().stream()
                    .filter(part -> !done.containsKey(part.directory()))
                    .toList();
            done.values().forEach(archive -> tally.read(archive.bytes()));
            requireRoom(left);
            Restored restored = restored(done.values(), places.each(left, parts::restore));
            return onTarget(() -> finish(restored, author)).after(watch);
        } catch (IOException | InterruptedException | RuntimeException | Error failure) {
            leave(failure);
            throw failure;
        }
    }

    /** Damage does not pass by trying again; everything else may, and what is done is kept for then. */
    private void leave(Throwable failure) {
        boolean damage = failure instanceof OffsiteException typed && typed.reason() == Reason.INTEGRITY;
        try {
            partial.leave(!damage);
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private void requireRoom(List<Part> left) throws IOException, InterruptedException {
        long needed = Space.needed(left);
        long free = onTarget(() -> space.left(task.into().getParent()));
        if (free < needed) {
            throw Refusals.noRoom(task.into(), needed, free);
        }
    }

    private Restored restored(Iterable<Restored.Archive> done, List<Outcome> outcomes) throws IOException {
        List<Restored.Archive> archives = new ArrayList<>();
        done.forEach(archives::add);
        List<String> warnings = new ArrayList<>(found.warnings());
        List<String> losses = new ArrayList<>();
        Optional<IOException> unavailable = Optional.empty();
        for (Outcome outcome : outcomes) {
            unavailable = unavailable.or(outcome::unavailable);
            // Of a lost archive it is told once, with the archive.
            List<String> sentences = outcome.archive().isPresent() ? warnings : losses;
            outcome.why().forEach(clause -> sentences.add(outcome.part().directory() + ": " + clause));
            archives.add(outcome.archive().orElseGet(() -> lost(outcome)));
        }
        boolean nothing = archives.stream().allMatch(archive -> archive.files() == 0 && !archive.proved());
        if (unavailable.isPresent() && (nothing || !task.acceptDamaged())) {
            throw unavailable.get();
        }
        if (nothing) {
            warnings.addAll(losses);
            throw Refusals.nothingSaved(task.copy(), warnings);
        }
        archives.sort(Comparator.comparing(Restored.Archive::directory));
        boolean whole = found.manifest().isPresent() && archives.stream().allMatch(Restored.Archive::proved);
        return new Restored(
                task.copy(), task.into(), whole, false, found.seal(), found.mongodbVersion(), 0, 0, archives, warnings);
    }

    private static Restored.Archive lost(Outcome outcome) {
        List<String> why = outcome.why().isEmpty() ? List.of("no store has an archive of it") : outcome.why();
        Part part = outcome.part();
        return new Restored.Archive("", part.replicaSet(), part.directory(), "", 0, "", 0, 0, false, false, why);
    }

    private Restored finish(Restored restored, Author author) throws IOException, InterruptedException {
        partial.add(Checksums.NOTES, Notes.of(found, restored.archives(), restored.whole()));
        partial.add(
                Destination.RECORD,
                RestoredJson.restored(
                        restored, task, author.tool(), author.clock().instant()));
        partial.finish();
        return restored;
    }

    private <T> T onTarget(Act<T> act) throws IOException, InterruptedException {
        return onTarget(task, act);
    }

    /** Something done where is restored into: its failures are told from a store's. */
    static <T> T onTarget(RestoreTask task, Act<T> act) throws IOException, InterruptedException {
        try {
            return act.run();
        } catch (IOException failure) {
            throw TargetFailures.ofWriting(task.into(), failure);
        }
    }

    /** Something done where is restored into. */
    interface Act<T> {
        T run() throws IOException, InterruptedException;
    }
}
