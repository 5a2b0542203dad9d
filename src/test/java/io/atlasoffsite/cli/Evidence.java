package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.Manifest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What is found of one cluster's copies in a store, and what must be true of it (FAULTS: "after every fault, all of these hold"). */
final class Evidence {

    private static final int LIMIT = 1 << 20;

    private final Shelf shelf;
    private final Sandbox sandbox;
    private final String cluster;
    private final String replicaSet;

    Evidence(Shelf shelf, Sandbox sandbox, String cluster, String replicaSet) {
        this.shelf = shelf;
        this.sandbox = sandbox;
        this.cluster = cluster;
        this.replicaSet = replicaSet;
    }

    /** What a copy leaves behind on its way. */
    enum Trace {
        /** The attempt's record. */
        ATTEMPT,
        /** An open upload, or a partial file. */
        UNFINISHED,
        /** A whole archive. */
        ARCHIVE,
        /** The note that it is whole. */
        KEPT,
        /** SHA256SUMS. */
        SUMS,
        /** The manifest: the copy exists. */
        MANIFEST,
        /** The event that says so. */
        EVENT,
        /** The request, on its queue. */
        REQUEST
    }

    /** The traces of one copy. */
    Set<Trace> traces(String snapshotId, Queue queue) throws Exception {
        Set<Trace> found = EnumSet.noneOf(Trace.class);
        List<String> files = names(folder(snapshotId));
        add(found, Trace.ATTEMPT, attempts() > 0);
        add(found, Trace.UNFINISHED, shelf.unfinished() > 0);
        add(found, Trace.ARCHIVE, files.stream().anyMatch(Evidence::archive));
        add(
                found,
                Trace.KEPT,
                !shelf.store().list(".offsite/kept/" + snapshotId).isEmpty());
        add(found, Trace.SUMS, files.contains("SHA256SUMS"));
        add(found, Trace.MANIFEST, files.contains("manifest.json"));
        add(found, Trace.EVENT, !completed(snapshotId, queue).isEmpty());
        add(found, Trace.REQUEST, !queue.browse(Queues.COPY_REQUESTS).isEmpty());
        return found;
    }

    private static void add(Set<Trace> traces, Trace trace, boolean there) {
        if (there) {
            traces.add(trace);
        }
    }

    /** The events that say that a snapshot's copy is there. */
    static List<String> completed(String snapshotId, Queue queue) throws Exception {
        return events("copy.completed", snapshotId, queue);
    }

    static List<String> events(String type, String snapshotId, Queue queue) throws Exception {
        return queue.browse(Queues.EVENTS).stream()
                .filter(event -> event.contains(type) && event.contains(snapshotId))
                .toList();
    }

    /** The copy is whole: its manifest is, every archive is what Atlas sent, and every line of SHA256SUMS is true. */
    void isWhole(String snapshotId) throws Exception {
        Manifest manifest = new Catalog(shelf.store(), 1)
                .copied(Sandbox.PROJECT, cluster, snapshotId)
                .orElseThrow(() -> new AssertionError("no copy of " + snapshotId + " in " + shelf.name()))
                .manifest();
        for (Manifest.Archive archive : manifest.archives()) {
            assertThat(sha256(manifest.copyId() + "/" + archive.file()))
                    .isEqualTo(archive.sha256())
                    .isEqualTo(sandbox.archive(snapshotId, replicaSet).sha256());
        }
        String sums = new String(
                shelf.store().read(manifest.copyId() + "/SHA256SUMS", LIMIT).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(sums.lines()).hasSize(manifest.archives().size() + 2);
        for (String line : sums.lines().toList()) {
            assertThat(sha256(manifest.copyId() + "/" + line.substring(66)))
                    .as(line)
                    .isEqualTo(line.substring(0, 64));
        }
    }

    /** Every manifest there is, is whole, and there is one for each of these snapshots and no other. */
    void holdsExactly(Set<String> snapshotIds) throws Exception {
        List<CatalogEntry> entries = new Catalog(shelf.store(), 1).all();
        assertThat(entries).allMatch(CatalogEntry.Whole.class::isInstance);
        assertThat(entries)
                .extracting(entry -> entry.copyId().snapshotId())
                .containsExactlyInAnyOrderElementsOf(snapshotIds);
        for (String snapshotId : snapshotIds) {
            isWhole(snapshotId);
        }
    }

    /** Nothing is under way: no attempt, no upload, no partial file, no note about one. */
    void isTidy() throws Exception {
        assertThat(attempts()).as("attempts").isZero();
        assertThat(shelf.unfinished()).as("open uploads and partial files").isZero();
        assertThat(names(".offsite/kept")).isEmpty();
    }

    /** What only a process that runs may have is gone, too. */
    void isLeftTidy() throws Exception {
        isTidy();
        assertThat(names(".offsite/tmp")).isEmpty();
    }

    int attempts() throws Exception {
        return names(".offsite/attempts").size();
    }

    /** Whole archives no manifest lists. */
    List<String> unlisted(String snapshotId) throws Exception {
        Manifest manifest = new Catalog(shelf.store(), 1)
                .copied(Sandbox.PROJECT, cluster, snapshotId)
                .orElseThrow()
                .manifest();
        List<String> listed =
                manifest.archives().stream().map(Manifest.Archive::file).toList();
        return names(manifest.copyId().toString()).stream()
                .filter(Evidence::archive)
                .filter(Predicate.not(listed::contains))
                .toList();
    }

    /** The folder of a snapshot's copy, or one that is not there. */
    private String folder(String snapshotId) throws Exception {
        String folder = Sandbox.PROJECT + "/" + cluster;
        return folder + "/"
                + names(folder).stream()
                        .filter(name -> name.endsWith("-" + snapshotId))
                        .findFirst()
                        .orElse("none");
    }

    private List<String> names(String folder) throws Exception {
        List<String> names = new ArrayList<>();
        for (ArchiveStore.Entry entry : shelf.store().list(folder)) {
            names.add(entry.name());
        }
        return names;
    }

    private static boolean archive(String name) {
        return name.endsWith(".tar.gz");
    }

    private String sha256(String path) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(shelf.store().open(path, 0), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
