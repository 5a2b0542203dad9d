package io.atlasoffsite.route;

import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempt;
import io.atlasoffsite.store.CommitResult;
import io.atlasoffsite.store.CopyWriter;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.ArchiveRecord;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.Proof;
import io.atlasoffsite.transfer.ProofRequest;
import io.atlasoffsite.transfer.SinkFactory;
import io.atlasoffsite.transfer.TransferListener;
import io.atlasoffsite.transfer.inspect.Inspection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What it takes to get a copy into one store, wherever the bytes come from: an attempt, the archive, its proof, the manifest.
 * Every way out but the last leaves nothing unfinished behind. Thread safe.
 */
final class FillStore {

    private final Stores stores;
    private final Engine engine;
    private final TransferBoard board;
    private final Clock clock;
    private final String tool;

    FillStore(Stores stores, Engine engine, TransferBoard board, Clock clock, String tool) {
        this.stores = stores;
        this.engine = engine;
        this.board = board;
        this.clock = clock;
        this.tool = tool;
    }

    /**
     * An archive that lies whole in a store, without a manifest yet.
     *
     * @param store the store's name
     * @param attempt the attempt it belongs to
     * @param path where it lies
     * @param record what the engine says of it
     * @param proof reading it back; empty when that was not needed, or not done yet
     */
    record Filled(String store, Attempt attempt, String path, ArchiveRecord record, Optional<Proof> proof) {
        String file() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        Inspection inspection() {
            return record.inspection()
                    .or(() -> proof.flatMap(Proof::inspection))
                    .orElseThrow(() -> new IllegalStateException("an archive was neither inspected nor read back"));
        }
    }

    /** Brings the bytes. */
    @FunctionalInterface
    interface Mover {
        ArchiveRecord move(SinkFactory sinks, TransferListener listener) throws IOException, InterruptedException;
    }

    Filled fill(String storeName, CopyTask task, Mover mover) throws IOException, InterruptedException {
        ArchiveStore store = stores.open(storeName);
        String name = archiveName(task);
        Attempt attempt = stores.attempts(storeName).begin(task.copyId(), List.of(name));
        String path = attempt.archivePath(name);
        String file = path.substring(path.lastIndexOf('/') + 1);
        try {
            SinkFactory sinks = tries -> store.newArchive(path, OptionalLong.empty(), attempt);
            ArchiveRecord moved = mover.move(sinks, listener(file, storeName));
            return new Filled(storeName, attempt, path, moved, Optional.empty());
        } catch (IOException | InterruptedException | RuntimeException failure) {
            endQuietly(attempt, failure);
            throw failure;
        } finally {
            board.ended(file, storeName);
        }
    }

    /** Reads the archive back unless the store has confirmed every part and the plan wants no second look. */
    Filled prove(Filled filled, Plan plan) throws IOException, InterruptedException {
        boolean inspect = filled.record().inspection().isEmpty();
        if (filled.record().receipt().checksumsConfirmed() && !inspect) {
            return filled;
        }
        ArchiveStore store = stores.open(filled.store());
        try {
            Proof proof = engine.readBack(new ProofRequest(
                    () -> store.open(filled.path(), 0),
                    filled.record().bytes(),
                    filled.record().sha256(),
                    inspect,
                    listener(filled.file(), filled.store())));
            return new Filled(filled.store(), filled.attempt(), filled.path(), filled.record(), Optional.of(proof));
        } catch (IOException | InterruptedException | RuntimeException failure) {
            discard(store, filled, failure);
            throw failure;
        } finally {
            board.ended(filled.file(), filled.store());
        }
    }

    /** Makes it a copy. */
    Target.Present commit(Filled filled, CopyTask task) throws IOException {
        ArchiveStore store = stores.open(filled.store());
        Manifest manifest = Manifests.of(task, filled, tool, clock.instant());
        byte[] snapshotJson = task.chosen().json().getBytes(StandardCharsets.UTF_8);
        CommitResult result = new CopyWriter(store).commit(manifest, snapshotJson, filled.attempt());
        filled.attempt().end();
        OptionalDouble proofSeconds = filled.proof().isPresent()
                ? OptionalDouble.of(filled.proof().get().proofSeconds())
                : OptionalDouble.empty();
        return new Target.Present(
                filled.store(),
                result.manifest(),
                result instanceof CommitResult.Committed,
                Map.of(filled.file(), new Target.Moved(filled.record(), proofSeconds)));
    }

    private TransferListener listener(String file, String store) {
        return progress -> board.update(new TransferBoard.Moving(
                file, store, progress.phase().name().toLowerCase(Locale.ROOT), progress.bytes(), progress.total()));
    }

    private void discard(ArchiveStore store, Filled filled, Exception failure) {
        try {
            store.delete(filled.path());
        } catch (IOException kept) {
            failure.addSuppressed(kept);
        }
        endQuietly(filled.attempt(), failure);
    }

    private static void endQuietly(Attempt attempt, Exception failure) {
        try {
            attempt.end();
        } catch (IOException kept) {
            failure.addSuppressed(kept);
        }
    }

    private static String archiveName(CopyTask task) {
        Snapshot snapshot = task.chosen();
        return snapshot.replicaSetName().isEmpty() ? task.plan().cluster() : snapshot.replicaSetName();
    }
}
