package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.ManifestFile;
import io.atlasoffsite.store.RestoreNotes;
import io.atlasoffsite.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** RESTORE.md of a restored directory: the copy's own, when it is as it was written. Stateless. */
final class Notes {

    private Notes() {}

    static byte[] of(FoundCopy found, List<Restored.Archive> archives, boolean whole) throws InterruptedException {
        byte[] notes = plain(found);
        return whole ? notes : withWarning(notes, archives);
    }

    private static byte[] plain(FoundCopy found) throws InterruptedException {
        for (Witness witness : found.witnesses()) {
            if (found.manifest().isEmpty() || witness.manifest().isPresent()) {
                Optional<byte[]> stored = stored(witness.store(), found);
                if (stored.isPresent()) {
                    return stored.get();
                }
            }
        }
        return found.manifest()
                .map(whole -> written(whole.manifest(), found))
                .orElse("# How to restore this copy by hand\n\nIts manifest and its notes are lost.\n"
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Those that lie beside the copy, when they are what SHA256SUMS says. */
    private static Optional<byte[]> stored(ArchiveStore store, FoundCopy found) throws InterruptedException {
        try {
            Optional<byte[]> sums = store.read(Layout.checksums(found.id()), ManifestFile.LIMIT);
            Optional<byte[]> notes = store.read(Layout.restoreNotes(found.id()), ManifestFile.LIMIT);
            Optional<String> listed = sums.flatMap(file -> Checksums.parse(file).of(Checksums.NOTES));
            return notes.filter(file -> listed.filter(Sha256.hex(file)::equals).isPresent());
        } catch (IOException failure) {
            ArchiveProver.requireNoInterrupt(failure);
            return Optional.empty();
        }
    }

    private static byte[] written(Manifest manifest, FoundCopy found) {
        ArchiveStore first = found.witnesses().get(0).store();
        return RestoreNotes.of(manifest, first.fetchCommands(found.id().toString()));
    }

    private static byte[] withWarning(byte[] notes, List<Restored.Archive> archives) {
        StringBuilder text = new StringBuilder(
                "**THIS DIRECTORY IS NOT WHOLE. It was saved from a damaged copy; do not use it as if it were complete.**\n\n");
        for (Restored.Archive archive : archives) {
            text.append("- `").append(archive.directory()).append("`: ");
            text.append(archive.proved() ? "proved" : "NOT proved: " + String.join("; ", archive.unproved()));
            text.append('\n');
        }
        text.append("\n`restored.json` beside this file has the same.\n\n");
        return (text + new String(notes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
