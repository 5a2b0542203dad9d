package io.atlasoffsite.route;

import io.atlasoffsite.ops.Spans;
import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempt;
import io.atlasoffsite.store.CommitResult;
import io.atlasoffsite.store.CopyWriter;
import io.atlasoffsite.store.KeptArchives;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.ArchiveRecord;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.Proof;
import io.atlasoffsite.transfer.ProofRequest;
import io.atlasoffsite.transfer.SinkFactory;
import io.atlasoffsite.transfer.TransferListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What it takes to get a copy into one store, wherever the bytes come from: an attempt, the archives, their proof, the manifest.
 * Every way out but the last leaves nothing unfinished behind; archives that are whole stay for the next attempt. Thread safe.
 */
final class FillStore {

    private final Stores stores;
    private final Engine engine;
    private final Parallel parallel;
    private final Spans spans;
    private final TransferBoard board;
    private final Clock clock;
    private final String tool;

    FillStore(Stores stores, Engine engine, Parallel parallel, TransferBoard board, Clock clock, String tool) {
        this.stores = stores;
        this.engine = engine;
        this.parallel = parallel;
        this.spans = parallel.spans();
        this.board = board;
        this.clock = clock;
        this.tool = tool;
    }

    /**
     * An archive the copy needs.
     *
     * @param name what its file is named after: the replica set, or the cluster
     * @param replicaSet the replica set inside, empty when nobody names one
     */
    record Wanted(String name, String replicaSet) {}

    /**
     * An archive that was moved, and lies whole in the store.
     *
     * @param wanted which
     * @param path where it lies
     * @param record what the engine says of it
     */
    record Arrived(Wanted wanted, String path, ArchiveRecord record) {
        String file() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /**
     * How far filling one store has come.
     *
     * @param store the store's name
     * @param attempt the attempt
     * @param arrived moved and not proved yet
     * @param proved proved now, or kept from an earlier attempt
     * @param moved what moving took, by file name
     * @param failure why an archive is missing; empty when none is
     */
    record Filled(
            String store,
            Attempt attempt,
            List<Arrived> arrived,
            List<KeptArchives.Kept> proved,
            Map<String, Target.Moved> moved,
            Optional<Exception> failure) {}

    /** Brings the bytes of one archive. */
    @FunctionalInterface
    interface Mover {
        ArchiveRecord move(Wanted wanted, SinkFactory sinks, TransferListener listener)
                throws IOException, InterruptedException;
    }

    /** Moves every archive that is not there yet, side by side. One that fails does not stop the others. */
    Filled fill(String storeName, CopyTask task, List<Wanted> wanted, Mover mover)
            throws IOException, InterruptedException {
        ArchiveStore store = stores.open(storeName);
        List<KeptArchives.Kept> kept = new KeptArchives(store)
                .of(task.copyId()).stream()
                        .filter(one ->
                                wanted.stream().anyMatch(want -> want.name().equals(one.name())))
                        .toList();
        List<Wanted> missing = wanted.stream()
                .filter(want -> kept.stream().noneMatch(one -> one.name().equals(want.name())))
                .toList();
        List<String> names = (missing.isEmpty() ? wanted : missing)
                .stream().map(Wanted::name).toList();
        Attempt attempt = stores.attempts(storeName).begin(task.copyId(), names);
        try {
            Parallel.Outcome<Arrived> outcome = parallel.each(missing, want -> move(store, attempt, want, mover, task));
            return new Filled(storeName, attempt, outcome.done(), kept, Map.of(), outcome.failure());
        } catch (InterruptedException | RuntimeException failure) {
            endQuietly(attempt, failure);
            throw failure;
        }
    }

    private Arrived move(ArchiveStore store, Attempt attempt, Wanted wanted, Mover mover, CopyTask task)
            throws IOException, InterruptedException {
        String path = attempt.archivePath(wanted.name());
        TransferBoard.Archive archive = onBoard(task, path.substring(path.lastIndexOf('/') + 1), store.name());
        board.update(archive, TransferBoard.Phase.WAITING, 0, OptionalLong.empty());
        try (Spans.Span span = span("offsite-transfer", archive)) {
            SinkFactory sinks = (tries, bytes) -> store.newArchive(path, bytes, attempt);
            Arrived arrived = new Arrived(wanted, path, mover.move(wanted, sinks, listener(archive)));
            span.with("offsite.bytes", arrived.record().bytes()).done();
            return arrived;
        } finally {
            board.ended(archive);
        }
    }

    /**
     * Reads back what the store has not confirmed, or what is to be inspected afterwards, and writes down what is proved. When an
     * archive is missing or not what was sent, the attempt ends here; what is whole stays for the next one.
     */
    Filled prove(Filled filled, CopyTask task) throws Exception {
        ArchiveStore store = stores.open(filled.store());
        List<KeptArchives.Kept> proved = new ArrayList<>(filled.proved());
        Map<String, Target.Moved> moved = new HashMap<>();
        Optional<Exception> failure = filled.failure();
        for (Arrived arrived : filled.arrived()) {
            try {
                Optional<Proof> proof = readBack(store, arrived, task);
                KeptArchives.Kept kept = Manifests.archive(arrived, proof);
                new KeptArchives(store).keep(task.copyId(), kept.archive(), kept.warnings());
                proved.add(kept);
                moved.put(arrived.file(), new Target.Moved(arrived.record(), seconds(proof)));
            } catch (InterruptedException interrupted) {
                endQuietly(filled.attempt(), interrupted);
                throw interrupted;
            } catch (IOException | RuntimeException why) {
                discard(store, arrived.path(), why);
                failure = failure.or(() -> Optional.of(why));
            }
        }
        if (failure.isPresent()) {
            endQuietly(filled.attempt(), failure.get());
            throw failure.get();
        }
        return new Filled(filled.store(), filled.attempt(), List.of(), proved, moved, Optional.empty());
    }

    private Optional<Proof> readBack(ArchiveStore store, Arrived arrived, CopyTask task)
            throws IOException, InterruptedException {
        boolean inspect = arrived.record().inspection().isEmpty();
        if (arrived.record().receipt().checksumsConfirmed() && !inspect) {
            return Optional.empty();
        }
        TransferBoard.Archive archive = onBoard(task, arrived.file(), store.name());
        try (Spans.Span span = span("offsite-prove", archive)) {
            Proof proof = engine.readBack(new ProofRequest(
                    () -> store.open(arrived.path(), 0),
                    arrived.record().bytes(),
                    arrived.record().sha256(),
                    inspect,
                    listener(archive)));
            span.with("offsite.bytes", arrived.record().bytes()).done();
            return Optional.of(proof);
        } finally {
            board.ended(archive);
        }
    }

    /** Makes it a copy. */
    Target.Present commit(Filled filled, CopyTask task) throws IOException {
        ArchiveStore store = stores.open(filled.store());
        try (Spans.Span span = spans.begin("offsite-commit").with("offsite.store", filled.store())) {
            Manifest manifest = Manifests.of(task, filled.proved(), tool, clock.instant());
            byte[] snapshotJson = task.chosen().json().getBytes(StandardCharsets.UTF_8);
            CommitResult result = new CopyWriter(store).commit(manifest, snapshotJson, filled.attempt());
            new KeptArchives(store).forget(task.copyId());
            filled.attempt().end();
            span.with("offsite.bytes", manifest.bytes()).done();
            return new Target.Present(
                    filled.store(), result.manifest(), result instanceof CommitResult.Committed, filled.moved());
        }
    }

    private static TransferBoard.Archive onBoard(CopyTask task, String file, String store) {
        return new TransferBoard.Archive(
                task.copyId().toString(), task.plan().name(), task.plan().cluster(), file, store);
    }

    private Spans.Span span(String name, TransferBoard.Archive archive) {
        return spans.begin(name).with("offsite.store", archive.store()).with("offsite.archive", archive.file());
    }

    private TransferListener listener(TransferBoard.Archive archive) {
        return progress -> board.update(archive, phase(progress.phase()), progress.bytes(), progress.total());
    }

    private static TransferBoard.Phase phase(TransferListener.Phase phase) {
        return switch (phase) {
            case ASKING -> TransferBoard.Phase.WAITING;
            case MOVING -> TransferBoard.Phase.MOVING;
            case PAUSING -> TransferBoard.Phase.PAUSING;
            case COMMITTING -> TransferBoard.Phase.COMMITTING;
            case PROVING -> TransferBoard.Phase.PROVING;
        };
    }

    private static OptionalDouble seconds(Optional<Proof> proof) {
        return proof.isPresent() ? OptionalDouble.of(proof.get().proofSeconds()) : OptionalDouble.empty();
    }

    private static void discard(ArchiveStore store, String path, Exception failure) {
        try {
            store.delete(path);
        } catch (IOException kept) {
            failure.addSuppressed(kept);
        }
    }

    private static void endQuietly(Attempt attempt, Exception failure) {
        try {
            attempt.end();
        } catch (IOException kept) {
            failure.addSuppressed(kept);
        }
    }
}
