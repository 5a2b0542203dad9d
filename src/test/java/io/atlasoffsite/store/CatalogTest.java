package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {

    @TempDir
    private Path directory;

    private FileStore store;
    private Catalog catalog;

    @BeforeEach
    void open() {
        store = new FileStore("disk", directory);
        catalog = new Catalog(store, 3);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private CopyId copy(String cluster, String taken, String snapshot) throws Exception {
        CopyId copy = new CopyId(Fixtures.PROJECT, cluster, Instant.parse(taken), snapshot);
        String path = Layout.inCopy(copy, Layout.archiveFile(cluster, "0123abcd"));
        store.put(path, Fixtures.text("archive"));
        store.put(
                Layout.manifest(copy),
                SealedManifest.of(Fixtures.manifest(copy, path, Fixtures.text("archive"), "r"))
                        .file());
        return copy;
    }

    private static String id(int number) {
        return String.format("%024x", number);
    }

    @Test
    void copiesComeNewestFirstWhateverTheirCluster() throws Exception {
        List<CopyId> expected = new ArrayList<>();
        for (int hour = 0; hour < 20; hour++) {
            expected.add(
                    0,
                    copy(hour % 2 == 0 ? "orders" : "stock", String.format("2026-08-02T%02d:00:00Z", hour), id(hour)));
        }

        assertThat(catalog.all()).extracting(CatalogEntry::copyId).isEqualTo(expected);
        List<CopyId> handed = new ArrayList<>();
        catalog.forEach(entry -> handed.add(entry.copyId()));
        assertThat(handed).isEqualTo(expected);
        assertThat(catalog.of(Fixtures.PROJECT)).hasSize(20);
        assertThat(catalog.of(Fixtures.PROJECT, "stock")).hasSize(10);
    }

    @Test
    void f45_damagedAndNewerCopiesAreListedAndStopNothing() throws Exception {
        copy("orders", "2026-08-01T00:00:00Z", id(1));
        CopyId damaged = copy("orders", "2026-08-02T00:00:00Z", id(2));
        store.put(Layout.manifest(damaged), Fixtures.text("{}"));
        CopyId unfinished = new CopyId(Fixtures.PROJECT, "orders", Instant.parse("2026-08-03T00:00:00Z"), id(3));
        store.put(unfinished + "/snapshot.json", Fixtures.text("{}"));
        store.put("lost+found/x", Fixtures.text("foreign"));

        assertThat(catalog.all()).hasSize(2);
        assertThat(catalog.all().get(0)).isInstanceOf(CatalogEntry.Damaged.class);
        assertThat(catalog.all().get(1)).isInstanceOf(CatalogEntry.Whole.class);
    }

    @Test
    void f45_aStoreThatCannotBeReadIsNoEmptyCatalog() {
        try (FileStore gone = new FileStore("disk", directory.resolve("not-mounted"))) {
            assertThatThrownBy(() -> new Catalog(gone, 1).all()).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void aCopyIsFoundByItsIdByTheEndOfItsSnapshotAndAsTheLatestOfItsPlan() throws Exception {
        CopyId older = copy("orders", "2026-08-01T00:00:00Z", id(0xaa01));
        CopyId newer = copy("orders", "2026-08-02T00:00:00Z", id(0xbb01));

        assertThat(catalog.resolve(older.toString()))
                .isInstanceOfSatisfying(
                        Resolved.One.class,
                        one -> assertThat(one.entry().copyId()).isEqualTo(older));
        assertThat(catalog.resolve("bb01"))
                .isInstanceOfSatisfying(
                        Resolved.One.class,
                        one -> assertThat(one.entry().copyId()).isEqualTo(newer));
        assertThat(catalog.resolve("orders-nightly@latest"))
                .isInstanceOfSatisfying(
                        Resolved.One.class,
                        one -> assertThat(one.entry().copyId()).isEqualTo(newer));
        assertThat(catalog.resolve("cc01")).isInstanceOf(Resolved.None.class);
        assertThat(catalog.resolve("../x")).isInstanceOf(Resolved.None.class);
        assertThat(catalog.resolve("other@latest")).isInstanceOf(Resolved.None.class);
    }

    @Test
    void f45_aNewerCopyWhoseManifestIsDamagedIsNotPassedOverAsTheLatest() throws Exception {
        copy("orders", "2026-08-01T00:00:00Z", id(0xaa01));
        CopyId damaged = copy("orders", "2026-08-02T00:00:00Z", id(0xbb01));
        CopyId elsewhere = copy("stock", "2026-08-03T00:00:00Z", id(0xcc01));
        store.put(Layout.manifest(damaged), Fixtures.text("{}"));
        store.put(Layout.manifest(elsewhere), Fixtures.text("{}"));

        assertThat(catalog.resolve("orders-nightly@latest"))
                .isInstanceOfSatisfying(
                        Resolved.One.class,
                        one -> assertThat(one.entry())
                                .isInstanceOfSatisfying(
                                        CatalogEntry.Damaged.class,
                                        entry -> assertThat(entry.copyId()).isEqualTo(damaged)));
    }

    @Test
    void f45_aManifestThatIsNoFileIsDamageOfItsCopyAlone() throws Exception {
        CopyId whole = copy("orders", "2026-08-01T00:00:00Z", id(1));
        CopyId folder = copy("orders", "2026-08-02T00:00:00Z", id(2));
        store.delete(Layout.manifest(folder));
        store.put(Layout.manifest(folder) + "/x", Fixtures.text("x"));

        assertThat(catalog.all()).hasSize(2);
        assertThat(catalog.all().get(0)).isInstanceOf(CatalogEntry.Damaged.class);
        assertThat(catalog.all().get(1).copyId()).isEqualTo(whole);
    }

    @Test
    void anEndThatSeveralSnapshotsHaveIsAmbiguous() throws Exception {
        CopyId older = copy("orders", "2026-08-01T00:00:00Z", id(0x1abcd));
        CopyId newer = copy("orders", "2026-08-02T00:00:00Z", id(0x2abcd));

        assertThat(catalog.resolve("abcd")).isEqualTo(new Resolved.Ambiguous(List.of(newer, older)));
    }
}
