package io.atlasoffsite.restore;

import io.atlasoffsite.restore.Witness.Testimony;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.ManifestFile;
import io.atlasoffsite.store.SealedManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A copy to be restored: what it consists of, and who may hold it.
 *
 * @param witnesses the stores, in the order to ask them
 * @param manifest that of the first store whose is whole; empty only when damage is accepted
 * @param parts what is to be restored, at least one, by directory
 * @param warnings what was wrong on the way to the manifest
 */
record FoundCopy(
        CopyId id,
        List<Witness> witnesses,
        Optional<SealedManifest> manifest,
        List<Part> parts,
        List<String> warnings) {

    /** Looks for a copy. Refuses one that no store has whole, unless damage is accepted. */
    static FoundCopy find(RestoreTask task) throws IOException, InterruptedException {
        List<Witness> witnesses = task.stores().stream()
                .map(store -> new Witness(store, task.copy()))
                .toList();
        Problems problems = new Problems(task.copy());
        for (Witness witness : witnesses) {
            Optional<SealedManifest> sealed = witness.manifest();
            if (sealed.isPresent()) {
                List<Part> parts = sealed.get().manifest().archives().stream()
                        .map(archive -> Part.of(task.copy(), archive))
                        .toList();
                requireDistinct(task.copy(), parts);
                return new FoundCopy(task.copy(), witnesses, sealed, chosen(task, parts), List.copyOf(problems.damage));
            }
            problems.note(witness);
        }
        if (problems.newer.isPresent()) {
            throw problems.newer.get();
        }
        List<Part> saved = task.acceptDamaged() ? salvaged(task, witnesses, problems) : List.of();
        if (saved.isEmpty()) {
            throw problems.why(task);
        }
        problems.damage.add("there is no manifest that is whole: what the archives must be is not known for sure");
        return new FoundCopy(
                task.copy(), witnesses, Optional.empty(), chosen(task, saved), List.copyOf(problems.damage));
    }

    /** What lies about, for want of a manifest. */
    private static List<Part> salvaged(RestoreTask task, List<Witness> witnesses, Problems problems)
            throws InterruptedException {
        Set<String> names = new TreeSet<>();
        for (Witness witness : witnesses) {
            try {
                witness.salvage().forEach(one -> Part.nameOf(one.file()).ifPresent(names::add));
            } catch (IOException failure) {
                ArchiveProver.requireNoInterrupt(failure);
                problems.silent(failure);
            }
        }
        return names.stream().map(name -> Part.named(task.copy(), name)).toList();
    }

    private static void requireDistinct(CopyId copy, List<Part> parts) {
        Set<String> seen = new HashSet<>();
        for (Part part : parts) {
            if (!seen.add(part.directory())) {
                throw Refusals.damaged(copy, List.of("its manifest names two archives of " + part.directory()));
            }
        }
    }

    private static List<Part> chosen(RestoreTask task, List<Part> all) {
        Set<String> unknown = new TreeSet<>(task.shards());
        all.forEach(part -> unknown.remove(part.directory()));
        if (!unknown.isEmpty()) {
            throw Refusals.noShard(
                    task.copy(),
                    unknown,
                    all.stream().map(Part::directory).sorted().toList());
        }
        return all.stream()
                .filter(part -> task.shards().isEmpty() || task.shards().contains(part.directory()))
                .sorted(Comparator.comparing(Part::directory))
                .toList();
    }

    String seal() {
        return manifest.map(SealedManifest::seal).orElse("");
    }

    String mongodbVersion() {
        return manifest.map(whole -> whole.manifest().snapshot().mongodbVersion())
                .orElse("");
    }

    long bytes() {
        return parts.stream().mapToLong(Part::bytes).reduce(0, Space::sum);
    }

    /** Why no store has a whole manifest. */
    private static final class Problems {
        private final CopyId copy;
        private final List<String> damage = new ArrayList<>();
        private Optional<IOException> silence = Optional.empty();
        private Optional<RuntimeException> newer = Optional.empty();

        Problems(CopyId copy) {
            this.copy = copy;
        }

        void note(Witness witness) throws InterruptedException {
            String store = witness.store().name();
            if (witness.testimony() instanceof Testimony.Silent silent) {
                silent(silent.why());
                damage.add(String.valueOf(silent.why().getMessage()));
            } else if (witness.testimony() instanceof Testimony.Said said) {
                if (said.manifest() instanceof ManifestFile.Damaged found) {
                    damage.add("the manifest in store '" + store + "' is damaged: " + found.why());
                } else if (said.manifest() instanceof ManifestFile.Newer found && newer.isEmpty()) {
                    newer = Optional.of(Refusals.newer(copy, store, found.formatVersion()));
                }
            }
        }

        void silent(IOException why) {
            if (silence.isEmpty()) {
                silence = Optional.of(why);
            }
        }

        /** A store that did not answer may have it: that comes first. */
        RuntimeException why(RestoreTask task) throws IOException {
            if (silence.isPresent()) {
                throw silence.get();
            }
            return damage.isEmpty()
                    ? Refusals.noCopy(
                            copy,
                            task.stores().stream()
                                    .map(store -> "store '" + store.name() + "'")
                                    .toList())
                    : Refusals.damaged(copy, damage);
        }
    }
}
