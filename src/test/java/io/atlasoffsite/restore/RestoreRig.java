package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.testing.HandClock;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.Pause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A restorer with little memory, file stores, and an eye on the directory. */
final class RestoreRig implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Path directory;
    private final Engine engine;
    private final List<CopyRestorer> restorers = new ArrayList<>();
    private final List<WatchedStore> stores = new ArrayList<>();
    private final HandClock clock = new HandClock(NOW);
    private final CopyRestorer restorer;

    RestoreRig(Path directory) {
        this.directory = directory;
        this.engine = new Engine(
                EngineSettings.defaults(directory.resolve("spool")).withMemory(1 << 20, 2),
                clock,
                new Random(1),
                Pause.REAL);
        this.restorer = restorer(Space.REAL);
    }

    HandClock clock() {
        return clock;
    }

    Engine engine() {
        return engine;
    }

    CopyRestorer restorer(Space space) {
        CopyRestorer made = new CopyRestorer(engine, 2, clock, "atlas-offsite 0.1.0", space);
        restorers.add(made);
        return made;
    }

    CopyRestorer restorer() {
        return restorer;
    }

    WatchedStore store(String name) throws IOException {
        Path root = Files.createDirectories(directory.resolve("stores").resolve(name));
        WatchedStore store = new WatchedStore(name, new FileStore(name, root), 1 + stores.size() * 2);
        stores.add(store);
        return store;
    }

    Path into() {
        return directory.resolve("restores").resolve("one");
    }

    Path partial() {
        return directory.resolve("restores").resolve("one.partial");
    }

    RestoreTask task(ArchiveStore... from) {
        return new RestoreTask("request-7", StoredCopy.COPY, List.of(from), into(), List.of(), false);
    }

    RestoreTask accepting(ArchiveStore... from) {
        return new RestoreTask("request-7", StoredCopy.COPY, List.of(from), into(), List.of(), true);
    }

    Restored restore(RestoreTask task) throws IOException, InterruptedException {
        return restorer.restore(task, new Tally());
    }

    OffsiteException refused(RestoreTask task, Reason reason) {
        OffsiteException failure = catchThrowableOfType(OffsiteException.class, () -> restore(task));
        assertThat(failure).as("the restore was refused").isNotNull();
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
        assertThat(failure.hint()).isNotEmpty();
        return failure;
    }

    void assertNothingLeft() {
        assertThat(directory.resolve("restores")).doesNotExist();
    }

    /** The files of a directory, by their path in it. */
    static Map<String, byte[]> files(Path top) {
        Map<String, byte[]> all = new HashMap<>();
        try (Stream<Path> walk = Files.walk(top)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                all.put(top.relativize(file).toString(), Files.readAllBytes(file));
            }
            return all;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What another reader finds in an archive. */
    static Map<String, byte[]> held(byte[] archive) throws IOException {
        Map<String, byte[]> all = new HashMap<>();
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(gzip)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isDirectory()) {
                    all.put(Path.of(entry.getName()).normalize().toString(), tar.readAllBytes());
                }
            }
        }
        return all;
    }

    static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, content) -> assertThat(found.get(name)).as(name).isEqualTo(content));
    }

    @Override
    public void close() {
        restorers.forEach(CopyRestorer::close);
        engine.close();
        stores.forEach(WatchedStore::close);
    }
}
