package io.atlasoffsite.restore;

import io.atlasoffsite.restore.ArchiveRestorer.Try;
import io.atlasoffsite.restore.Witness.Testimony;
import io.atlasoffsite.store.ManifestFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Restores one part of a copy: from the first store whose archive is proved or, where damage is accepted, from the one that gives most. */
final class PartRestorer {

    private final RestoreTask task;
    private final FoundCopy found;
    private final ArchiveRestorer archives;
    private final PartialDirectory partial;
    private final Tally.Share tally;

    PartRestorer(
            RestoreTask task, FoundCopy found, ArchiveRestorer archives, PartialDirectory partial, Tally.Share tally) {
        this.task = task;
        this.found = found;
        this.archives = archives;
        this.partial = partial;
        this.tally = tally;
    }

    /**
     * What came of a part.
     *
     * @param archive what was restored; empty when nothing is kept
     * @param why what went wrong on the way to it, store after store
     * @param unavailable the first store's failure that may pass; empty when all that is wrong is damage
     */
    record Outcome(
            Part part, Optional<Restored.Archive> archive, List<String> why, Optional<IOException> unavailable) {}

    /** Restores it. Damage that is not accepted is thrown at once; what may pass is an outcome, so that other parts are finished. */
    Outcome restore(Part part) throws InterruptedException {
        Search search = new Search(part);
        try {
            Outcome outcome = search.run();
            if (outcome.archive().isEmpty() && outcome.unavailable().isEmpty() && !task.acceptDamaged()) {
                throw Refusals.damaged(task.copy(), search.named());
            }
            return outcome;
        } catch (IOException failure) {
            ArchiveProver.requireNoInterrupt(failure);
            // What a store does is told by a try: all else that fails is where the files go.
            throw TargetFailures.ofWriting(task.into(), failure);
        }
    }

    /** The way through the stores for one part. */
    private final class Search {
        private final Part part;
        private final List<String> why = new ArrayList<>();
        private final AtomicLong most = new AtomicLong();
        private Optional<IOException> unavailable = Optional.empty();
        private Optional<Try> best = Optional.empty();

        Search(Part part) {
            this.part = part;
        }

        Outcome run() throws IOException, InterruptedException {
            try {
                for (Witness witness : found.witnesses()) {
                    for (Holding holding : holdings(witness)) {
                        Try tried = archives.from(holding, progress -> read(progress.bytes()));
                        if (tried.proved()) {
                            return keep(tried);
                        }
                        note(tried);
                    }
                }
                boolean something =
                        best.filter(saved -> saved.tree().bytes() > 0).isPresent();
                return something ? keep(best.get()) : nothing();
            } finally {
                discardBest();
            }
        }

        List<String> named() {
            return why.isEmpty()
                    ? List.of("no store has an archive of " + part.directory())
                    : why.stream()
                            .map(clause -> part.directory() + ": " + clause)
                            .toList();
        }

        private List<Holding> holdings(Witness witness) throws InterruptedException {
            String store = "store '" + witness.store().name() + "': ";
            if (witness.testimony() instanceof Testimony.Silent silent) {
                unavailable = unavailable.or(() -> Optional.of(silent.why()));
                why.add(store + silent.why().getMessage());
                return List.of();
            }
            if (witness.manifest().isPresent()) {
                return witness.holdings(part);
            }
            if (witness.testimony() instanceof Testimony.Said said
                    && said.manifest() instanceof ManifestFile.Damaged damaged) {
                why.add(store + "its manifest is damaged: " + damaged.why());
            }
            return task.acceptDamaged() ? salvage(witness) : List.of();
        }

        private List<Holding> salvage(Witness witness) throws InterruptedException {
            try {
                return witness.salvage(part);
            } catch (IOException failure) {
                ArchiveProver.requireNoInterrupt(failure);
                unavailable = unavailable.or(() -> Optional.of(failure));
                return List.of();
            }
        }

        private void note(Try tried) throws IOException {
            why.add(clause(tried));
            unavailable = unavailable.or(tried::unavailable);
            boolean better =
                    best.isEmpty() || tried.tree().bytes() > best.get().tree().bytes();
            if (!task.acceptDamaged() || !better) {
                tried.tree().discard();
                return;
            }
            discardBest();
            best = Optional.of(tried);
        }

        private Outcome keep(Try kept) throws IOException {
            Restored.Archive archive = kept.archive(part);
            partial.done(kept.tree().top(), archive);
            best = best.filter(other -> other != kept);
            // What is wrong with the kept one is told with it.
            why.remove(clause(kept));
            return new Outcome(part, Optional.of(archive), why, Optional.empty());
        }

        private static String clause(Try tried) {
            return "store '" + tried.holding().store().name() + "', "
                    + tried.holding().file() + ": " + String.join("; ", tried.wrong());
        }

        private Outcome nothing() {
            return new Outcome(part, Optional.empty(), why, unavailable);
        }

        private void discardBest() throws IOException {
            if (best.isPresent()) {
                best.get().tree().discard();
                best = Optional.empty();
            }
        }

        /** An archive that is read again from another store counts once. */
        private void read(long now) {
            long before = most.getAndAccumulate(now, Math::max);
            tally.read(Math.max(0, now - before));
        }
    }
}
