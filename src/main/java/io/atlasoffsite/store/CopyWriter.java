package io.atlasoffsite.store;

import io.atlasoffsite.store.Manifest.Archive;
import io.atlasoffsite.store.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a copy exist: the files beside the archives first, the manifest last and only if there is none.
 *
 * <p>Two attempts may do this at once, and a store may ignore the condition. So after writing, everybody reads which manifest
 * survived and makes the other files fit <em>that</em> one, again until nothing had to be changed. Those files follow from the
 * surviving manifest alone, and ones that fit it stay as they are; whoever wrote last looked last. A loser removes its own
 * archives, never anything the surviving manifest lists, and nothing at all where the condition is ignored. Stateless but for the
 * store, thread safe.
 */
public final class CopyWriter {

    private static final Logger LOG = LoggerFactory.getLogger(CopyWriter.class);
    private static final int ROUNDS = 10;

    private final ArchiveStore store;

    /**
     * Commits copies of one store.
     *
     * @param store where
     */
    public CopyWriter(ArchiveStore store) {
        this.store = store;
    }

    /**
     * Commits a copy whose archives are all in place. May be repeated after a failure.
     *
     * @param manifest what to commit
     * @param snapshotJson what Atlas said, as it will be kept
     * @param attempt the attempt that wrote the archives
     * @return whose copy is there now
     * @throws IOException when the copy is not known to exist; {@link Kind#DAMAGED} when there is a manifest already but it, or
     *     what it lists, is not whole: it is left as it is
     */
    public CommitResult commit(Manifest manifest, byte[] snapshotJson, Attempt attempt) throws IOException {
        SealedManifest ours = SealedManifest.of(manifest);
        CopyId copy = manifest.copyId();
        if (ManifestFile.read(store, copy) instanceof ManifestFile.Absent) {
            checkArchives(manifest, "commit");
            adjust(manifest, snapshotJson);
            store.putIfAbsent(Layout.manifest(copy), ours.file());
        }
        SealedManifest survivor = settle(copy, snapshotJson);
        boolean won = survivor.seal().equals(ours.seal());
        if (!won) {
            checkArchives(survivor.manifest(), "commit");
            removeOurs(attempt, survivor.manifest());
        }
        reportUnused(attempt, survivor.manifest());
        return won ? new CommitResult.Committed(survivor) : new CommitResult.AlreadyThere(survivor);
    }

    /** Reads the surviving manifest and makes the other files fit it, until both stand still. */
    private SealedManifest settle(CopyId copy, byte[] snapshotJson) throws IOException {
        SealedManifest survivor = whole(copy);
        for (int round = 1; round <= ROUNDS; round++) {
            boolean changed = adjust(survivor.manifest(), snapshotJson);
            SealedManifest again = whole(copy);
            if (!changed && again.seal().equals(survivor.seal())) {
                return survivor;
            }
            survivor = again;
        }
        throw StoreException.of(
                Kind.UNAVAILABLE,
                store,
                "commit",
                copy.toString(),
                "the files beside the manifest change all the time; see who else writes there and try again");
    }

    private SealedManifest whole(CopyId copy) throws IOException {
        ManifestFile found = ManifestFile.read(store, copy);
        if (found instanceof ManifestFile.Whole whole) {
            return whole.sealed();
        }
        if (found instanceof ManifestFile.Newer newer) {
            throw StoreException.of(
                    Kind.REFUSED,
                    store,
                    "commit",
                    Layout.manifest(copy),
                    "a newer version of atlas-offsite made this copy (format version " + newer.formatVersion()
                            + "); use that one here");
        }
        String why = found instanceof ManifestFile.Damaged damaged ? damaged.why() : "it vanished after it was written";
        throw StoreException.of(
                Kind.DAMAGED,
                store,
                "commit",
                Layout.manifest(copy),
                why + "; verify the copy, then move the file away and copy the snapshot again");
    }

    /** Makes the files beside the manifest fit it; answers whether anything had to be written. */
    private boolean adjust(Manifest manifest, byte[] snapshotJson) throws IOException {
        CopyId copy = manifest.copyId();
        boolean changed = false;
        Optional<byte[]> snapshot = store.read(Layout.snapshot(copy), ManifestFile.LIMIT);
        if (snapshot.isEmpty()) {
            changed = store.putIfAbsent(Layout.snapshot(copy), snapshotJson);
            snapshot = store.read(Layout.snapshot(copy), ManifestFile.LIMIT);
        }
        if (fits(manifest, snapshot.orElse(snapshotJson))) {
            return changed;
        }
        String folder = copy.toString();
        byte[] notes = RestoreNotes.forCopy(manifest, store.restoreArguments(folder), store.fetchCommands(folder));
        byte[] sums = checksums(manifest, snapshot.orElse(snapshotJson), notes);
        changed |= putIfDifferent(Layout.restoreNotes(copy), notes);
        changed |= putIfDifferent(Layout.checksums(copy), sums);
        return changed;
    }

    /**
     * Whether the notes there are those the checksums there list, and these list what the manifest does. Then they stay, also when another
     * version, or a node that knows the store under another address, would word the notes differently: two of them would replace
     * each other's for ever, and one killed in between would leave a copy that looks damaged.
     */
    private boolean fits(Manifest manifest, byte[] snapshot) throws IOException {
        Optional<byte[]> notes = store.read(Layout.restoreNotes(manifest.copyId()), ManifestFile.LIMIT);
        Optional<byte[]> sums = store.read(Layout.checksums(manifest.copyId()), ManifestFile.LIMIT);
        return notes.isPresent()
                && sums.isPresent()
                && Arrays.equals(sums.get(), checksums(manifest, snapshot, notes.get()));
    }

    private boolean putIfDifferent(String path, byte[] content) throws IOException {
        Optional<byte[]> there = store.read(path, ManifestFile.LIMIT);
        if (there.isPresent() && Arrays.equals(there.get(), content)) {
            return false;
        }
        store.put(path, content);
        return true;
    }

    private static byte[] checksums(Manifest manifest, byte[] snapshotJson, byte[] notes) {
        StringBuilder lines = new StringBuilder();
        for (Archive archive : manifest.archives()) {
            lines.append(archive.sha256()).append("  ").append(archive.file()).append('\n');
        }
        lines.append(Sha256.hex(snapshotJson)).append("  snapshot.json\n");
        lines.append(Sha256.hex(notes)).append("  RESTORE.md\n");
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void checkArchives(Manifest manifest, String verb) throws IOException {
        for (Archive archive : manifest.archives()) {
            String path = Layout.inCopy(manifest.copyId(), archive.file());
            OptionalLong size = store.size(path);
            if (size.isEmpty() || size.getAsLong() != archive.bytes()) {
                throw StoreException.of(
                        Kind.DAMAGED,
                        store,
                        verb,
                        path,
                        "the manifest says " + archive.bytes() + " bytes and the store has "
                                + (size.isEmpty() ? "no such file" : size.getAsLong() + " bytes")
                                + "; verify the copy, move its manifest away and copy the snapshot again");
            }
        }
    }

    /**
     * Where the store ignores conditions, a manifest that is still on its way, ours or that of an attempt that makes use of our
     * archives, may yet become the survivor: then they stay.
     */
    private void removeOurs(Attempt attempt, Manifest survivor) throws IOException {
        if (!store.conditional()) {
            return;
        }
        for (String file : attempt.record().files()) {
            if (!lists(survivor, StorePath.fileName(file))) {
                store.delete(file);
            }
        }
    }

    /** Archives that lost, ours or those of attempts that are over. Nothing deletes them, and nobody else would say so. */
    private void reportUnused(Attempt attempt, Manifest survivor) throws IOException {
        for (ArchiveStore.Entry entry : store.list(survivor.copyId().toString())) {
            Optional<Layout.ArchiveName> archive = Layout.archive(entry.name());
            if (archive.isPresent()
                    && !lists(survivor, entry.name())
                    && (archive.get().attempt().equals(attempt.id())
                            || !running(archive.get().attempt()))) {
                LOG.warn(
                        "store {}: archive {} is whole but belongs to no copy; delete it when nobody misses it",
                        store.name(),
                        Layout.inCopy(survivor.copyId(), entry.name()));
            }
        }
    }

    private boolean running(String attempt) throws IOException {
        return store.size(Layout.attemptRecord(attempt)).isPresent();
    }

    private static boolean lists(Manifest manifest, String file) {
        return manifest.archives().stream().anyMatch(archive -> archive.file().equals(file));
    }
}
