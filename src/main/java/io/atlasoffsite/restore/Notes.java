package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.ManifestFile;
import io.atlasoffsite.store.RestoreNotes;
import io.atlasoffsite.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** RESTORE.md of a restored directory: how to go on from there. Stateless. */
final class Notes {

    private static final String LOST =
            "# How to restore what lies here by hand\n\nThe copy's manifest and its notes are lost. Which version of"
                    + " `mongod` the files want is in their logs, if there are any.\n";

    private Notes() {}

    static byte[] of(FoundCopy found, List<Restored.Archive> archives, boolean whole) throws InterruptedException {
        List<String> unproved = whole ? List.of() : unproved(found, archives);
        if (found.manifest().isPresent()) {
            Manifest manifest = found.manifest().get().manifest();
            return RestoreNotes.forDirectory(manifest, files(manifest, archives), unproved);
        }
        return withWarning(stored(found), unproved);
    }

    private static List<String> unproved(FoundCopy found, List<Restored.Archive> archives) {
        List<String> all = new ArrayList<>();
        if (found.manifest().isEmpty()) {
            all.add("any of it: there is no manifest that is whole to hold it against");
        }
        archives.stream()
                .filter(archive -> !archive.proved())
                .map(archive -> archive.directory() + ": " + String.join("; ", archive.unproved()))
                .forEach(all::add);
        return all;
    }

    /** What lies in the directory, by the names the manifest has for it; it may have come from a store with other names. */
    private static Set<String> files(Manifest manifest, List<Restored.Archive> archives) {
        Set<String> there = archives.stream()
                .filter(archive -> archive.proved() || archive.files() > 0)
                .map(Restored.Archive::directory)
                .collect(Collectors.toSet());
        return manifest.archives().stream()
                .filter(archive -> there.contains(RestoreNotes.directory(manifest, archive)))
                .map(Manifest.Archive::file)
                .collect(Collectors.toSet());
    }

    /** Those of the copy, when they are what SHA256SUMS says; without a manifest nothing else can tell. */
    private static byte[] stored(FoundCopy found) throws InterruptedException {
        for (Witness witness : found.witnesses()) {
            Optional<byte[]> stored = stored(witness.store(), found);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        return LOST.getBytes(StandardCharsets.UTF_8);
    }

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

    private static byte[] withWarning(byte[] notes, List<String> unproved) {
        return (RestoreNotes.warning(unproved) + new String(notes, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }
}
