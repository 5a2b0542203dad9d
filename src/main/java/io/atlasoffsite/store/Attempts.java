package io.atlasoffsite.store;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts of one store: how one begins, and how dead ones are cleaned up after. Thread safe when its source of
 * randomness is.
 */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int RECORD_LIMIT = 1 << 20;

    private final ArchiveStore store;
    private final String node;
    private final String process;
    private final Clock clock;
    private final RandomGenerator random;

    /**
     * Begins and sweeps attempts.
     *
     * @param store where
     * @param node names the data directory this process runs from
     * @param process names this process; different after every start
     * @param clock for heartbeats only; ages are measured by the store's clock
     * @param random where attempts' names come from
     */
    public Attempts(ArchiveStore store, String node, String process, Clock clock, RandomGenerator random) {
        this.store = store;
        this.node = node;
        this.process = process;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Begins an attempt: its record is durable when this returns. On a new store the format file is written first.
     *
     * @param copyId the copy to make
     * @param archives the cluster's name, or the name of every replica set; at least one, all different
     * @return the attempt; its caller calls {@link Attempt#end}
     * @throws IOException when the record could not be written, or the store's format is not ours
     */
    public Attempt begin(CopyId copyId, List<String> archives) throws IOException {
        if (archives.isEmpty() || archives.stream().distinct().count() != archives.size()) {
            throw new IllegalArgumentException("archives of a copy need names, all different: " + archives);
        }
        StoreFormat.ensure(store);
        String attempt = String.format(Locale.ROOT, "%08x", random.nextInt());
        List<String> files = archives.stream()
                .map(name -> Layout.inCopy(copyId, Layout.archiveFile(name, attempt)))
                .toList();
        Instant now = store.now();
        AttemptRecord first = new AttemptRecord(attempt, node, process, copyId, files, List.of(), now, now);
        if (!store.putIfAbsent(Layout.attemptRecord(attempt), AttemptJson.write(first))) {
            return begin(copyId, archives);
        }
        return new Attempt(store, first, clock);
    }

    /**
     * Which attempts are dead for certain: earlier processes of this node (the caller holds the data directory's lock) and, of
     * others, the ones silent for a day.
     *
     * @return a test for {@link #sweep}
     * @throws IOException when the store cannot tell the time
     */
    public Predicate<AttemptRecord> dead() throws IOException {
        Instant now = store.now();
        return attempt -> attempt.fromEarlierProcess(node, process)
                || !(attempt.node().equals(node) && attempt.process().equals(process)) && attempt.stale(now);
    }

    /**
     * Removes everything unfinished that dead attempts left, then their records. One that cannot be cleaned keeps its record for
     * the next sweep and does not stop the others.
     *
     * @param dead tells which are
     * @return what was done
     * @throws IOException when the records cannot be listed
     */
    public Swept sweep(Predicate<AttemptRecord> dead) throws IOException {
        Swept swept = new Swept(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (ArchiveStore.Entry entry : store.list(Layout.ATTEMPTS)) {
            if (!entry.folder() && entry.name().endsWith(".json")) {
                sweepOne(entry.name(), dead, swept);
            }
        }
        try {
            store.tidy();
        } catch (IOException failure) {
            LOG.warn("store {} could not be tidied; the next sweep tries again", store.name(), failure);
        }
        return swept.frozen();
    }

    private void sweepOne(String file, Predicate<AttemptRecord> dead, Swept swept) {
        String name = file.substring(0, file.length() - ".json".length());
        try {
            Optional<AttemptRecord> found = record(file);
            if (found.isEmpty() || !dead.test(found.get())) {
                return;
            }
            store.discard(found.get());
            swept.orphans().addAll(orphans(found.get()));
            store.delete(Layout.ATTEMPTS + "/" + file);
            swept.cleaned().add(name);
        } catch (IOException failure) {
            LOG.warn(
                    "attempt {} in store {} could not be cleaned up; the next sweep tries again",
                    name,
                    store.name(),
                    failure);
            swept.kept().add(name);
        }
    }

    private Optional<AttemptRecord> record(String file) throws IOException {
        Optional<byte[]> content = store.read(Layout.ATTEMPTS + "/" + file, RECORD_LIMIT);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AttemptJson.read(content.get()));
        } catch (Json.Malformed why) {
            throw StoreException.of(
                    StoreException.Kind.DAMAGED,
                    store,
                    "read",
                    Layout.ATTEMPTS + "/" + file,
                    "the attempt's record cannot be understood, " + why.getMessage()
                            + "; when no such attempt is running, remove its uploads and this file by hand");
        }
    }

    private List<String> orphans(AttemptRecord attempt) throws IOException {
        ManifestFile manifest = ManifestFile.read(store, attempt.copyId());
        KeptArchives keptArchives = new KeptArchives(store);
        if (manifest instanceof ManifestFile.Whole) {
            // It died between its manifest and this: nobody else would ever do it for a copy that is there.
            keptArchives.forget(attempt.copyId());
        }
        List<String> kept = keptArchives.of(attempt.copyId()).stream()
                .map(one -> one.archive().file())
                .toList();
        List<String> orphans = new ArrayList<>();
        for (String file : attempt.files()) {
            String name = StorePath.fileName(file);
            if (!manifest.lists(name)
                    && !kept.contains(name)
                    && store.size(file).isPresent()) {
                orphans.add(file);
            }
        }
        return orphans;
    }

    /**
     * What a sweep did.
     *
     * @param cleaned attempts of which nothing unfinished is left
     * @param kept attempts that could not be cleaned this time
     * @param orphans paths of whole archives that no manifest lists; they are never deleted by themselves
     */
    public record Swept(List<String> cleaned, List<String> kept, List<String> orphans) {
        private Swept frozen() {
            return new Swept(List.copyOf(cleaned), List.copyOf(kept), List.copyOf(orphans));
        }
    }
}
