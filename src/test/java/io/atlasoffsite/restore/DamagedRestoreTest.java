package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.Reason;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a restore makes of damaged copies, when that is refused and when it is accepted. */
@Timeout(120)
class DamagedRestoreTest {

    private static final String FOLDER = StoredCopy.COPY.toString();
    private static final byte[] SMALL = Archives.dataDirectory(3, 1000);
    private static final byte[] LARGE = Archives.dataDirectory(5, 900_000);

    @TempDir
    private Path directory;

    private RestoreRig rig;
    private WatchedStore vault;
    private WatchedStore disk;

    @BeforeEach
    void open() throws IOException {
        rig = new RestoreRig(directory);
        vault = rig.store("vault");
        disk = rig.store("disk");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private String stored(WatchedStore store, byte[] archive) throws IOException {
        Manifest manifest = StoredCopy.in(store, StoredCopy.COPY, Map.of("orders", archive));
        return FOLDER + "/" + manifest.archives().get(0).file();
    }

    private static byte[] flipped(byte[] archive, int place) {
        byte[] changed = archive.clone();
        changed[place] ^= 1;
        return changed;
    }

    /** The header's time and the trailer too: what no checksum of gzip covers, the SHA-256 does. */
    @Test
    void f14_oneFlippedBitAnywhereIsRefusedAndLeavesNothing() throws Exception {
        String file = stored(vault, SMALL);
        long seed = Long.getLong("offsite.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int number = 0; number < 120; number++) {
            int place =
                    number < 20 ? number % 10 + (number < 10 ? 0 : SMALL.length - 10) : random.nextInt(SMALL.length);
            byte[] changed = SMALL.clone();
            changed[place] ^= (byte) (1 << random.nextInt(8));
            vault.put(file, changed);

            assertThat(rig.refused(rig.task(vault), Reason.INTEGRITY))
                    .as("seed %d, byte %d", seed, place)
                    .hasMessageContaining("orders");
            rig.assertNothingLeft();
        }
        vault.put(file, SMALL);
        assertThat(rig.restore(rig.task(vault)).whole()).isTrue();
    }

    @Test
    void f45_anArchiveCutShortIsSavedAsFarAsItCame() throws Exception {
        String file = stored(vault, LARGE);
        vault.put(file, Arrays.copyOf(LARGE, 500_000));
        rig.refused(rig.task(vault), Reason.INTEGRITY);

        Restored saved = rig.restore(rig.accepting(vault));

        assertThat(saved.whole()).isFalse();
        assertThat(saved.archives()).singleElement().satisfies(archive -> {
            assertThat(archive.proved()).isFalse();
            assertThat(archive.unproved()).anyMatch(why -> why.contains("collection-7--42.wt"));
            assertThat(archive.extractedBytes()).isGreaterThan(450_000);
        });
        Map<String, byte[]> held = RestoreRig.held(LARGE);
        Map<String, byte[]> files = RestoreRig.files(rig.into().resolve("orders"));
        assertThat(files.get("_mdb_catalog.wt")).isEqualTo(held.get("_mdb_catalog.wt"));
        byte[] cut = files.get("orders/collection-7--42.wt");
        assertThat(cut).hasSizeGreaterThan(450_000);
        assertThat(cut).isEqualTo(Arrays.copyOf(held.get("orders/collection-7--42.wt"), cut.length));
        assertThat(Files.readString(rig.into().resolve("RESTORE.md"))).startsWith("> **NOT ALL OF THIS IS PROVED.**");
        assertThat(Files.readString(rig.into().resolve("restored.json"))).contains("\"whole\" : false", "is cut");
        assertThat(rig.restore(rig.accepting(vault)).repeated()).isTrue();
        assertThat(rig.refused(rig.task(vault), Reason.RESTORE_REFUSED)).hasMessageContaining("not empty");
    }

    @Test
    void f45_ofTwoDamagedStoresTheOneThatGivesMostIsKept() throws Exception {
        vault.put(stored(vault, LARGE), Arrays.copyOf(LARGE, 300_000));
        disk.put(stored(disk, LARGE), Arrays.copyOf(LARGE, 700_000));

        Restored saved = rig.restore(rig.accepting(vault, disk));

        assertThat(saved.archives()).singleElement().satisfies(archive -> {
            assertThat(archive.store()).isEqualTo("disk");
            assertThat(archive.extractedBytes()).isGreaterThan(650_000);
        });
        assertThat(saved.warnings())
                .as("of the kept one it is told with the archive")
                .singleElement()
                .asString()
                .contains("store 'vault'");
    }

    @Test
    void acceptedDamageInOneStoreDoesNotMatterWhenAnotherIsWhole() throws Exception {
        vault.put(stored(vault, LARGE), Arrays.copyOf(LARGE, 300_000));
        stored(disk, LARGE);

        Restored restored = rig.restore(rig.accepting(vault, disk));

        assertThat(restored.whole()).isTrue();
        RestoreRig.assertSame(RestoreRig.files(rig.into().resolve("orders")), RestoreRig.held(LARGE));
    }

    @Test
    void aReadThatFailsHalfwayIsItsEndAndTheNextStoreIsTried() throws Exception {
        stored(vault, LARGE);
        stored(disk, LARGE);
        vault.breakAt(".tar.gz", 200_000);
        disk.breakAt(".tar.gz", 600_000);

        Restored saved = rig.restore(rig.accepting(vault, disk));

        assertThat(saved.archives()).singleElement().satisfies(archive -> {
            assertThat(archive.store()).isEqualTo("disk");
            assertThat(archive.unproved()).anyMatch(why -> why.contains("went away"));
            assertThat(archive.bytes()).isEqualTo(600_000);
            assertThat(archive.extractedBytes()).isGreaterThan(550_000);
        });
    }

    @Test
    void aStoreThatGivesNothingAtAllIsNoDamageThatCouldBeAccepted() throws Exception {
        stored(vault, LARGE);
        vault.breakAt(".tar.gz", 0);

        assertThatThrownBy(() -> rig.restore(rig.accepting(vault)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("went away");
        rig.assertNothingLeft();
    }

    @Test
    void aFlippedBitThatInflatesIsSavedAndCalledUnproved() throws Exception {
        String file = stored(vault, SMALL);
        vault.put(file, flipped(SMALL, 5));

        Restored saved = rig.restore(rig.accepting(vault));

        assertThat(saved.whole()).isFalse();
        assertThat(saved.archives().get(0).unproved()).containsExactly("it does not have the SHA-256 of the manifest");
        assertThat(saved.archives().get(0).sha256()).hasSize(64);
        RestoreRig.assertSame(RestoreRig.files(rig.into().resolve("orders")), RestoreRig.held(SMALL));
    }

    @Test
    void withoutAManifestTheArchivesAreFoundByTheirChecksumsOrByTheirNames() throws Exception {
        Map<String, byte[]> shards = new LinkedHashMap<>();
        StoredCopy.SHARDS.forEach(shard -> shards.put(shard, Archives.dataDirectory(shard.hashCode(), 2000)));
        StoredCopy.in(vault, StoredCopy.COPY, shards);
        vault.delete(FOLDER + "/manifest.json");
        rig.refused(rig.task(vault), Reason.NOT_FOUND);
        vault.put(FOLDER + "/manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        rig.refused(rig.task(vault), Reason.INTEGRITY);

        Restored bySums = rig.restore(rig.accepting(vault));

        assertThat(bySums.whole()).isFalse();
        assertThat(bySums.seal()).isEmpty();
        assertThat(bySums.archives()).hasSize(3).allMatch(Restored.Archive::proved);
        for (String shard : shards.keySet()) {
            RestoreRig.assertSame(RestoreRig.files(rig.into().resolve(shard)), RestoreRig.held(shards.get(shard)));
        }
        Trees.remove(rig.into());
        vault.delete(FOLDER + "/SHA256SUMS");
        Restored byName = rig.restore(rig.accepting(vault));
        assertThat(byName.archives())
                .hasSize(3)
                .allSatisfy(archive ->
                        assertThat(archive.unproved()).containsExactly("nothing says which SHA-256 it must have"));
    }

    @Test
    void whatIsLostAltogetherIsListed() throws Exception {
        Map<String, byte[]> shards = new LinkedHashMap<>();
        StoredCopy.SHARDS.forEach(shard -> shards.put(shard, Archives.dataDirectory(shard.hashCode(), 2000)));
        Manifest manifest = StoredCopy.in(vault, StoredCopy.COPY, shards);
        vault.delete(FOLDER + "/" + manifest.archives().get(1).file());

        Restored saved = rig.restore(rig.accepting(vault));

        assertThat(saved.archives()).extracting(Restored.Archive::proved).containsExactly(true, false, true);
        assertThat(saved.archives().get(1).unproved()).isNotEmpty();
        vault.delete(FOLDER + "/" + manifest.archives().get(0).file());
        vault.delete(FOLDER + "/" + manifest.archives().get(2).file());
        Trees.remove(rig.into());
        rig.refused(rig.accepting(vault), Reason.INTEGRITY);
        assertThat(rig.into().getParent()).isEmptyDirectory();
    }
}
