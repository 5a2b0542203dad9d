package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are whole while their copy is not. */
class KeptArchivesTest {

    private static final byte[] CONTENT = Fixtures.random(10_000);

    @TempDir
    private Path root;

    @Test
    void whatIsKeptIsFoundAgainUntilItIsForgotten() throws Exception {
        ArchiveStore store = new FileStore("disk", root);
        Manifest.Archive archive = stored(store);
        KeptArchives kept = new KeptArchives(store);

        kept.keep(Fixtures.COPY, archive, List.of("looks odd"));

        assertThat(kept.of(Fixtures.COPY))
                .containsExactly(new KeptArchives.Kept("orders", archive, List.of("looks odd")));
        kept.forget(Fixtures.COPY);
        assertThat(kept.of(Fixtures.COPY)).isEmpty();
    }

    @Test
    void anArchiveThatIsGoneOrOfAnotherLengthIsNotUsed() throws Exception {
        ArchiveStore store = new FileStore("disk", root);
        Manifest.Archive archive = stored(store);
        new KeptArchives(store).keep(Fixtures.COPY, archive, List.of());
        Path file = root.resolve(Layout.inCopy(Fixtures.COPY, archive.file()));

        Files.write(file, new byte[] {1, 2, 3});
        assertThat(new KeptArchives(store).of(Fixtures.COPY)).isEmpty();
        Files.delete(file);
        assertThat(new KeptArchives(store).of(Fixtures.COPY)).isEmpty();
    }

    @Test
    void aDamagedNoteIsNotUsedAndStopsNothing() throws Exception {
        ArchiveStore store = new FileStore("disk", root);
        Manifest.Archive archive = stored(store);
        new KeptArchives(store).keep(Fixtures.COPY, archive, List.of());

        store.put(Layout.KEPT + "/" + Fixtures.SNAPSHOT + "/" + archive.file() + ".json", Fixtures.text("{\"cut"));

        assertThat(new KeptArchives(store).of(Fixtures.COPY)).isEmpty();
    }

    private static Manifest.Archive stored(ArchiveStore store) throws Exception {
        Attempt attempt = Fixtures.begin(store);
        Fixtures.write(store, attempt, CONTENT);
        return Fixtures.manifest(attempt, CONTENT).archives().get(0);
    }
}
