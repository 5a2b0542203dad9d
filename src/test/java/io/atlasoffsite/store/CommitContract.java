package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.store.StoreException.Kind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** How a copy comes to exist, in every store. */
abstract class CommitContract {

    private ArchiveStore store;

    abstract ArchiveStore newStore() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        store = newStore();
    }

    @AfterEach
    final void close() {
        store.close();
    }

    private CommitResult copy(byte[] content) throws Exception {
        Attempt attempt = Fixtures.begin(store);
        Fixtures.write(store, attempt, content);
        return commit(attempt, content);
    }

    private CommitResult commit(Attempt attempt, byte[] content) throws Exception {
        CommitResult result =
                new CopyWriter(store).commit(Fixtures.manifest(attempt, content), Fixtures.SNAPSHOT_JSON, attempt);
        attempt.end();
        return result;
    }

    private List<String> folder() throws Exception {
        return store.list(Fixtures.COPY.toString()).stream()
                .map(ArchiveStore.Entry::name)
                .toList();
    }

    private void theCopyVerifies() throws Exception {
        assertThat(ManifestFile.read(store, Fixtures.COPY)).isInstanceOf(ManifestFile.Whole.class);
        String sums =
                new String(store.read(Fixtures.COPY + "/SHA256SUMS", 1 << 20).orElseThrow(), StandardCharsets.UTF_8);
        SealedManifest survivor = ((ManifestFile.Whole) ManifestFile.read(store, Fixtures.COPY)).sealed();
        for (Manifest.Archive archive : survivor.manifest().archives()) {
            assertThat(sums).contains(archive.sha256() + "  " + archive.file());
        }
        for (String line : sums.split("\n")) {
            try (InputStream file = store.open(Fixtures.COPY + "/" + line.substring(66), 0)) {
                assertThat(Sha256.hex(file.readAllBytes())).as(line).isEqualTo(line.substring(0, 64));
            }
        }
        assertThat(new String(store.read(Fixtures.COPY + "/RESTORE.md", 1 << 20).orElseThrow(), StandardCharsets.UTF_8))
                .contains(survivor.manifest().archives().get(0).file());
    }

    @Test
    void aCommittedCopyIsFoundAndVerifies() throws Exception {
        CommitResult result = copy(Fixtures.random(1000));

        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        theCopyVerifies();
        assertThat(new Catalog(store, 2).copied(Fixtures.PROJECT, "orders", Fixtures.SNAPSHOT))
                .map(SealedManifest::seal)
                .hasValue(result.manifest().seal());
        assertThat(folder()).hasSize(5);
    }

    @Test
    void f39_aSecondAttemptLeavesTheFirstCopyAsItIs() throws Exception {
        CommitResult first = copy(Fixtures.random(1000));
        List<String> before = folder();

        CommitResult second = copy(Fixtures.random(2000));

        assertThat(second).isInstanceOf(CommitResult.AlreadyThere.class);
        assertThat(second.manifest().seal()).isEqualTo(first.manifest().seal());
        assertThat(folder()).containsAll(before);
        assertThat(folder()).hasSize(store.conditional() ? before.size() : before.size() + 1);
        theCopyVerifies();
    }

    @Test
    void aCopyKeepsTheNotesItHasWhenAnotherVersionWouldWordThemDifferently() throws Exception {
        copy(Fixtures.random(1000));
        byte[] notes = Fixtures.text("as an earlier version put it\n");
        String sums = new String(
                        store.read(Fixtures.COPY + "/SHA256SUMS", 1 << 20).orElseThrow(), StandardCharsets.UTF_8)
                .replaceFirst("[0-9a-f]{64}  RESTORE.md", Sha256.hex(notes) + "  RESTORE.md");
        store.put(Layout.restoreNotes(Fixtures.COPY), notes);
        store.put(Layout.checksums(Fixtures.COPY), Fixtures.text(sums));

        copy(Fixtures.random(2000));

        assertThat(store.read(Layout.restoreNotes(Fixtures.COPY), 1 << 20)).hasValue(notes);
        assertThat(store.read(Layout.checksums(Fixtures.COPY), 1 << 20)).hasValue(Fixtures.text(sums));
    }

    @Test
    void f36_notesThatWereReplacedWithoutTheirChecksumAreMadeToFitAgain() throws Exception {
        copy(Fixtures.random(1000));
        store.put(Layout.restoreNotes(Fixtures.COPY), Fixtures.text("half of a pair\n"));

        copy(Fixtures.random(2000));

        theCopyVerifies();
    }

    /**
     * Of three attempts, one makes use of what another has written down as whole, and a third comes first. Where conditions are
     * ignored, the user's manifest may be the last to arrive.
     */
    @Test
    void f39_aManifestThatArrivesLateStillHasTheArchivesItTookFromALoser() throws Exception {
        byte[] content = Fixtures.random(1000);
        Attempt maker = Fixtures.begin(store);
        Fixtures.write(store, maker, content);
        Manifest late = Fixtures.manifest(maker, content);
        copy(Fixtures.random(2000));

        assertThat(commit(maker, content)).isInstanceOf(CommitResult.AlreadyThere.class);
        if (!store.conditional()) {
            store.put(Layout.manifest(Fixtures.COPY), SealedManifest.of(late).file());
        }

        assertThat(new Catalog(store, 1).copied(Fixtures.PROJECT, "orders", Fixtures.SNAPSHOT))
                .isPresent();
    }

    /** F36: killed between the manifest and the forgetting. */
    @Test
    void f36_notesOfKeptArchivesGoWithTheSweepOnceTheManifestIsThere() throws Exception {
        byte[] content = Fixtures.random(1000);
        Attempt killed = Fixtures.begin(store);
        Fixtures.write(store, killed, content);
        Manifest manifest = Fixtures.manifest(killed, content);
        KeptArchives kept = new KeptArchives(store);
        kept.keep(Fixtures.COPY, manifest.archives().get(0), List.of());
        new CopyWriter(store).commit(manifest, Fixtures.SNAPSHOT_JSON, killed);
        assertThat(store.list(Layout.KEPT)).isNotEmpty();

        Attempts sweeper = Fixtures.attempts(store, "p2");
        assertThat(sweeper.sweep(sweeper.dead()).orphans()).isEmpty();

        assertThat(store.list(Layout.KEPT)).isEmpty();
        theCopyVerifies();
    }

    @RepeatedTest(5)
    void f39_ofAttemptsAtOnceOneCopySurvivesAndVerifies() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<CommitResult>> attempts = new ArrayList<>();
            for (int attempt = 1; attempt <= 4; attempt++) {
                byte[] content = Fixtures.random(1000 * attempt);
                Attempt begun = Fixtures.begin(store);
                Fixtures.write(store, begun, content);
                attempts.add(() -> commit(begun, content));
            }
            int committed = 0;
            for (Future<CommitResult> attempt : pool.invokeAll(attempts)) {
                committed += attempt.get() instanceof CommitResult.Committed ? 1 : 0;
            }
            assertThat(committed).isPositive();
            assertThat(committed).isLessThanOrEqualTo(store.conditional() ? 1 : 4);
            theCopyVerifies();
            assertThat(store.list(Layout.ATTEMPTS)).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void f45_aDamagedManifestIsNeitherReplacedNorBelieved() throws Exception {
        copy(Fixtures.random(1000));
        byte[] damaged = store.read(Layout.manifest(Fixtures.COPY), 1 << 20).orElseThrow();
        damaged[40] ^= 1;
        store.put(Layout.manifest(Fixtures.COPY), damaged);

        assertThat(new Catalog(store, 1).copied(Fixtures.PROJECT, "orders", Fixtures.SNAPSHOT))
                .isEmpty();
        assertThat(new Catalog(store, 1).all()).singleElement().isInstanceOf(CatalogEntry.Damaged.class);
        assertThatThrownBy(() -> copy(Fixtures.random(2000)))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.DAMAGED));
        assertThat(store.read(Layout.manifest(Fixtures.COPY), 1 << 20)).hasValue(damaged);
    }

    @Test
    void anArchiveThatIsNotThereIsNeverCommitted() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        Fixtures.write(store, attempt, Fixtures.random(999));

        assertThatThrownBy(() -> commit(attempt, Fixtures.random(1000)))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.DAMAGED));
        assertThat(store.size(Layout.manifest(Fixtures.COPY))).isEmpty();
    }

    @Test
    void aCopyWhoseArchiveIsGoneIsNotCopied() throws Exception {
        CommitResult result = copy(Fixtures.random(1000));
        store.delete(Fixtures.COPY + "/"
                + result.manifest().manifest().archives().get(0).file());

        assertThat(new Catalog(store, 1).copied(Fixtures.PROJECT, "orders", Fixtures.SNAPSHOT))
                .isEmpty();
    }
}
