package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.ManifestFile;
import io.atlasoffsite.store.StoreException;
import io.atlasoffsite.transfer.Engine;
import java.io.IOException;
import java.util.Optional;

/**
 * Proves stored copies: the manifest and its seal, every file the copy consists of, and every archive byte by byte with the same
 * inspection as when it was copied. Nothing is changed in the store. All that is wrong is found, not only the first.
 *
 * <p>A copy is only called damaged by what the store gave out, or said is not there. What it did not give out is unavailable.
 * Memory is the engine's, whatever the archives' size. Thread safe.
 */
public final class CopyProver implements AutoCloseable {

    private static final int ROUNDS = 3;

    private final ArchiveProver archives;
    private final SideBySide places;

    /**
     * A prover.
     *
     * @param engine reads the archives; stays the caller's
     * @param places how many archives are read at once, at least 1
     */
    public CopyProver(Engine engine, int places) {
        this.archives = new ArchiveProver(engine);
        this.places = new SideBySide("offsite-prove", places);
    }

    /**
     * Proves one copy.
     *
     * @param store where; its name is the verdict's
     * @param copy which
     * @param bytes how many bytes of archives the tally expects of it
     * @param tally hears how many bytes were read, and that the copy is done
     * @return the verdict, empty when there is no such copy, or not any more
     * @throws InterruptedException when the calling thread was interrupted; nothing of this is running any more
     */
    public Optional<Verdict> prove(ArchiveStore store, CopyId copy, long bytes, Tally tally)
            throws InterruptedException {
        Tally.Share share = tally.share(bytes);
        try {
            return prove(store, copy, share);
        } finally {
            share.done();
        }
    }

    private Optional<Verdict> prove(ArchiveStore store, CopyId copy, Tally.Share tally) throws InterruptedException {
        long begin = System.nanoTime();
        CopyFiles files = new CopyFiles(store, copy, archives, places, tally);
        CopyFiles.Look look = files.look();
        boolean wasThere = !(look.manifest() instanceof ManifestFile.Absent);
        // Another manifest may have come, or the copy have gone, while its files were read.
        for (int round = 1; round < ROUNDS && look.damaged() && changed(store, copy, look); round++) {
            look = files.look();
        }
        boolean deletedMeanwhile = wasThere && look.manifest() instanceof ManifestFile.Absent && look.damaged();
        if (look.nothingThere() || deletedMeanwhile) {
            return Optional.empty();
        }
        return Optional.of(new Verdict(
                store.name(),
                copy,
                look.newer() ? Verdict.Outcome.NEWER : Verdict.Outcome.of(look.findings()),
                look.seal(),
                look.findings(),
                look.bytes(),
                (System.nanoTime() - begin) / 1e9,
                false));
    }

    private static boolean changed(ArchiveStore store, CopyId copy, CopyFiles.Look look) throws InterruptedException {
        try {
            return !seal(ManifestFile.read(store, copy)).equals(seal(look.manifest()));
        } catch (StoreException nobodyCanSay) {
            return false;
        } catch (IOException failure) {
            ArchiveProver.requireNoInterrupt(failure);
            return false;
        }
    }

    private static String seal(ManifestFile found) {
        return found instanceof ManifestFile.Whole whole
                ? whole.sealed().seal()
                : found.getClass().getSimpleName();
    }

    @Override
    public void close() {
        places.close();
    }
}
