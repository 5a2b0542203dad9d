package io.atlasoffsite.restore;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.store.StoreException;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.TransferException;
import io.atlasoffsite.transfer.TransferListener;
import io.atlasoffsite.transfer.UnpackRequest;
import io.atlasoffsite.transfer.Unpacked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Restores one archive after the other's failure: the same part of a copy from one store, or the next. Thread safe. */
final class ArchiveRestorer {

    private final Engine engine;
    private final Forcing forcing;
    private final RestoreTask task;
    private final PartialDirectory partial;

    ArchiveRestorer(Engine engine, Forcing forcing, RestoreTask task, PartialDirectory partial) {
        this.engine = engine;
        this.forcing = forcing;
        this.task = task;
        this.partial = partial;
    }

    /**
     * One try at one archive.
     *
     * @param tree what was unpacked; its caller keeps or discards it
     * @param bytes how many were read
     * @param sha256 of all of them, empty when they were not read to their end
     * @param wrong why the archive is not proved, none when it is
     * @param unavailable what kept the store from giving it all out, empty when nothing did
     */
    record Try(
            Holding holding,
            UnpackedTree tree,
            long bytes,
            String sha256,
            List<String> wrong,
            Optional<IOException> unavailable) {

        boolean proved() {
            return wrong.isEmpty();
        }

        Restored.Archive archive(Part part) {
            return new Restored.Archive(
                    holding.file(),
                    part.replicaSet(),
                    part.directory(),
                    holding.store().name(),
                    bytes,
                    sha256,
                    tree.files(),
                    tree.bytes(),
                    proved(),
                    false,
                    wrong);
        }
    }

    /** Unpacks an archive from one store. What it throws, it threw for another reason than the archive or its store. */
    Try from(Holding holding, TransferListener listener) throws IOException, InterruptedException {
        UnpackedTree tree = new UnpackedTree(partial.work(), task.into(), forcing, UnpackedTree.MOST_UNNAMED_FOLDERS);
        try {
            return unpack(holding, tree, listener);
        } catch (IOException | InterruptedException | RuntimeException | Error failure) {
            try {
                tree.discard();
            } catch (IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    private Try unpack(Holding holding, UnpackedTree tree, TransferListener listener)
            throws IOException, InterruptedException {
        Reading reading = new Reading(holding, task.acceptDamaged());
        try {
            OptionalLong bytes = reading.length();
            if (bytes.isEmpty()) {
                return failed(new Try(holding, tree, 0, "", List.of(reading.wrongLength()), Optional.empty()));
            }
            Unpacked unpacked = engine.unpack(new UnpackRequest(
                    reading, bytes.getAsLong(), holding.store().readsAtOnce(), tree, progress -> {
                        partial.touch();
                        listener.progress(progress);
                    }));
            tree.finish();
            return new Try(
                    holding, tree, unpacked.bytes(), unpacked.sha256(), reading.wrong(unpacked), reading.broke());
        } catch (OffsiteException ofTheTarget) {
            throw ofTheTarget;
        } catch (TransferException | StoreException | RefusedEntry failure) {
            return failed(new Try(
                    holding,
                    tree,
                    reading.came(),
                    "",
                    List.of(String.valueOf(failure.getMessage())),
                    damage(failure) ? reading.broke() : Optional.of(failure)));
        } catch (IOException failure) {
            ArchiveProver.requireNoInterrupt(failure);
            String why = "reading it failed: " + failure.getMessage();
            return failed(new Try(holding, tree, reading.came(), "", List.of(why), Optional.of(failure)));
        }
    }

    private static boolean damage(IOException failure) {
        if (failure instanceof StoreException store) {
            return store.kind() == StoreException.Kind.MISSING || store.kind() == StoreException.Kind.DAMAGED;
        }
        return !(failure instanceof TransferException transfer) || transfer.integrity();
    }

    /** What came before the failure is kept only when damage is accepted. */
    private Try failed(Try tried) throws IOException, InterruptedException {
        if (!task.acceptDamaged()) {
            return tried;
        }
        UnpackedTree tree = tried.tree();
        List<String> wrong = new ArrayList<>();
        tried.unavailable()
                .map(IOException::getMessage)
                .filter(text -> !tried.wrong().contains(text))
                .ifPresent(wrong::add);
        wrong.addAll(tried.wrong());
        tree.cut().ifPresent(name -> wrong.add("the file '" + RefusedEntry.shown(name) + "' is cut"));
        tree.finishCut();
        wrong.add(tree.files() + " files came of it, which are not proved; whatever comes after them is missing");
        return new Try(tried.holding(), tree, tried.bytes(), "", wrong, tried.unavailable());
    }
}
