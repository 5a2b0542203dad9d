package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Finding;
import io.atlasoffsite.store.Finding.What;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.ManifestFile;
import io.atlasoffsite.store.SealedManifest;
import io.atlasoffsite.store.Sha256;
import io.atlasoffsite.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at every file of one copy. For one thread. */
final class CopyFiles {

    static final String MANIFEST = "manifest.json";

    private final ArchiveStore store;
    private final CopyId copy;
    private final ArchiveProver archives;
    private final SideBySide places;
    private final Tally.Share tally;
    private List<Finding> findings = new ArrayList<>();

    CopyFiles(ArchiveStore store, CopyId copy, ArchiveProver archives, SideBySide places, Tally.Share tally) {
        this.store = store;
        this.copy = copy;
        this.archives = archives;
        this.places = places;
        this.tally = tally;
    }

    /**
     * What was seen.
     *
     * @param manifest what is there of a manifest; absent also when it could not be read
     * @param folderEmpty true when nothing at all is there
     * @param findings what is wrong, by file
     * @param bytes of archives that were read
     */
    record Look(ManifestFile manifest, boolean folderEmpty, List<Finding> findings, long bytes) {

        boolean nothingThere() {
            return manifest instanceof ManifestFile.Absent && folderEmpty && findings.isEmpty();
        }

        boolean newer() {
            return manifest instanceof ManifestFile.Newer;
        }

        boolean damaged() {
            return findings.stream().anyMatch(Finding::damage);
        }

        String seal() {
            return manifest instanceof ManifestFile.Whole whole ? whole.sealed().seal() : "";
        }
    }

    Look look() throws InterruptedException {
        findings = new ArrayList<>();
        ManifestFile manifest = new ManifestFile.Absent();
        try {
            manifest = ManifestFile.read(store, copy);
            if (manifest instanceof ManifestFile.Newer) {
                return seen(manifest, false, 0);
            }
            if (manifest instanceof ManifestFile.Absent) {
                if (store.list(copy.toString()).isEmpty()) {
                    return seen(manifest, true, 0);
                }
                find(MANIFEST, What.MISSING, "the copy is still being made, or it was lost");
            }
        } catch (IOException failure) {
            ArchiveProver.requireNoInterrupt(failure);
            find(MANIFEST, What.UNREADABLE, failure.getMessage());
            return seen(manifest, false, 0);
        }
        if (manifest instanceof ManifestFile.Damaged damaged) {
            find(MANIFEST, damaged.sealFits() ? What.CONTENT : What.SEAL, damaged.why());
        }
        Optional<Manifest> whole = manifest instanceof ManifestFile.Whole found
                ? Optional.of(found.sealed()).map(SealedManifest::manifest)
                : Optional.empty();
        Optional<Checksums> sums = checksums(whole);
        small(Layout.snapshot(copy), Checksums.SNAPSHOT, sums);
        small(Layout.restoreNotes(copy), Checksums.NOTES, sums);
        return seen(manifest, false, archives(whole, sums));
    }

    private Look seen(ManifestFile manifest, boolean folderEmpty, long bytes) {
        List<Finding> sorted =
                findings.stream().sorted(Comparator.comparing(Finding::file)).toList();
        return new Look(manifest, folderEmpty, sorted, bytes);
    }

    private Optional<Checksums> checksums(Optional<Manifest> manifest) throws InterruptedException {
        Optional<Checksums> sums = read(Layout.checksums(copy), Checksums.FILE).map(Checksums::parse);
        sums.flatMap(read -> manifest.isPresent() ? read.wrong(manifest.get()) : read.wrong())
                .ifPresent(why -> find(Checksums.FILE, What.CONTENT, why));
        return sums;
    }

    private void small(String path, String file, Optional<Checksums> sums) throws InterruptedException {
        Optional<byte[]> content = read(path, file);
        Optional<String> listed = sums.flatMap(read -> read.of(file));
        if (content.isPresent()
                && listed.isPresent()
                && !Sha256.hex(content.get()).equals(listed.get())) {
            find(file, What.HASH, "it has another SHA-256 than SHA256SUMS says; one of the two was changed");
        }
    }

    /** A file that must be there. */
    private Optional<byte[]> read(String path, String file) throws InterruptedException {
        try {
            Optional<byte[]> content = store.read(path, ManifestFile.LIMIT);
            if (content.isEmpty()) {
                find(file, What.MISSING, "there is no such file");
            }
            return content;
        } catch (StoreException failure) {
            find(file, ArchiveProver.what(failure), failure.getMessage());
        } catch (IOException failure) {
            ArchiveProver.requireNoInterrupt(failure);
            find(file, What.UNREADABLE, "reading it failed: " + failure.getMessage());
        }
        return Optional.empty();
    }

    private long archives(Optional<Manifest> manifest, Optional<Checksums> sums) throws InterruptedException {
        List<ArchiveProver.Expected> expected = manifest.isPresent()
                ? expected(manifest.get())
                : sums.map(this::expected).orElse(List.of());
        long bytes = 0;
        for (ArchiveProver.Answer answer : places.each(expected, one -> archives.prove(store, one, tally::read))) {
            answer.finding().ifPresent(findings::add);
            bytes += answer.bytes();
        }
        return bytes;
    }

    private List<ArchiveProver.Expected> expected(Manifest manifest) {
        return manifest.archives().stream()
                .map(archive -> new ArchiveProver.Expected(
                        archive.file(),
                        Layout.inCopy(copy, archive.file()),
                        OptionalLong.of(archive.bytes()),
                        archive.sha256(),
                        Optional.of(archive)))
                .toList();
    }

    /** Without a manifest the checksums are the next best witness of what the archives were. */
    private List<ArchiveProver.Expected> expected(Checksums sums) {
        return sums.archives().stream()
                .map(file -> new ArchiveProver.Expected(
                        file,
                        Layout.inCopy(copy, file),
                        OptionalLong.empty(),
                        sums.of(file).orElseThrow(),
                        Optional.empty()))
                .toList();
    }

    private void find(String file, What what, String detail) {
        findings.add(new Finding(file, what, detail));
    }
}
