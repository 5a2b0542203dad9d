package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.Pause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RESTORE.md of a restored directory says of just that directory. */
class NotesTest {

    @TempDir
    private Path directory;

    private FileStore store;
    private Manifest manifest;
    private Engine engine;
    private CopyRestorer restorer;

    @BeforeEach
    void store() throws Exception {
        store = new FileStore("disk", Files.createDirectory(directory.resolve("store")));
        manifest = StoredCopy.in(store);
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);
        EngineSettings settings =
                EngineSettings.defaults(directory.resolve("spool")).withMemory(1 << 20, 2);
        engine = new Engine(settings, clock, new Random(1), Pause.REAL);
        restorer = new CopyRestorer(engine, 2, clock, "atlas-offsite 0.1.0");
    }

    @AfterEach
    void close() {
        restorer.close();
        engine.close();
        store.close();
    }

    @Test
    void ofAWholeCopyTheyGoOnWhereTheDirectoryIs() throws Exception {
        assertThat(notes(List.of(), false))
                .contains("every byte of these files was proved", "INTO=$PWD", "--configsvr --replSet orders-config-0")
                .doesNotContain("NOT ALL", "not here", "sha256sum");
    }

    @Test
    void ofOneShardTheyDoNotPromiseACluster() throws Exception {
        assertThat(notes(List.of("orders-shard-1"), false))
                .contains("- `orders-shard-1`, from", "- not here: `orders-shard-0`", "Only 1 of 3 archives lie here");
    }

    @Test
    void ofADamagedCopyTheyBeginWithWhatNobodyVouchesFor() throws Exception {
        damage(manifest.archives().get(1).file());

        assertThat(notes(List.of(), true))
                .startsWith("> **NOT ALL OF THIS IS PROVED.**")
                .contains("> - orders-shard-0: ")
                .doesNotContain("> - orders-shard-1", "every byte of these files was proved");
    }

    @Test
    void withoutAManifestTheyAreTheCopysOwnBelowTheWarning() throws Exception {
        store.delete(Layout.manifest(StoredCopy.COPY));

        assertThat(notes(List.of(), true))
                .startsWith("> **NOT ALL OF THIS IS PROVED.**")
                .contains("> - any of it: there is no manifest", "tar --no-same-owner -xzf");
    }

    private void damage(String file) throws Exception {
        Path archive = directory.resolve("store").resolve(Layout.inCopy(StoredCopy.COPY, file));
        byte[] content = Files.readAllBytes(archive);
        content[content.length / 2] ^= 1;
        Files.write(archive, content);
    }

    private String notes(List<String> shards, boolean acceptDamaged) throws Exception {
        Path into = directory.resolve("restored");
        restorer.restore(
                new RestoreTask("request-7", StoredCopy.COPY, List.of(store), into, shards, acceptDamaged),
                new Tally());
        return Files.readString(into.resolve("RESTORE.md"));
    }
}
