package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.testing.SftpServer;
import io.atlasoffsite.transfer.ArchiveSink;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpStoreIT extends StoreContract {

    @TempDir
    private Path directory;

    private SftpServer server;

    @Override
    ArchiveStore newStore() throws Exception {
        server = new SftpServer(directory);
        return Sftp.store(server);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Override
    boolean confirmsChecksums() {
        return false;
    }

    @Test
    void onlyTheOwnerMayLook() throws Exception {
        store().put("a/b", Fixtures.text("x"));
        Attempt attempt = Fixtures.begin(store());
        Fixtures.write(store(), attempt, Fixtures.text("archive"));

        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.filter(path -> !path.equals(directory)).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void smallWritesLeaveNothingBehind() throws Exception {
        store().put("a/b", Fixtures.text("x"));
        store().putIfAbsent("a/b", Fixtures.text("y"));
        store().now();
        store().tidy();

        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(Files::isRegularFile)).containsExactly(directory.resolve("a/b"));
        }
    }

    @Test
    void whatADeadProcessLeftGoesAndWhatMayBeAliveStays() throws Exception {
        Path folder = Files.createDirectories(directory.resolve(".offsite/tmp"));
        Files.setLastModifiedTime(
                Files.createFile(folder.resolve("dead")),
                FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Files.createFile(folder.resolve("alive"));

        store().tidy();

        assertThat(folder.resolve("dead")).doesNotExist();
        assertThat(folder.resolve("alive")).exists();
    }

    @Test
    void manyReadsAtOnceStopNoWrite() throws Exception {
        byte[] content = Fixtures.random(3 << 20);
        store().put("big", content);
        List<InputStream> open = new ArrayList<>();
        for (int reader = 0; reader < 20; reader++) {
            open.add(store().open("big", reader));
        }

        store().put("a/b", Fixtures.text("x"));
        for (int reader = 0; reader < 20; reader++) {
            assertThat(open.get(reader).readAllBytes()).hasSize(content.length - reader);
            open.get(reader).close();
        }

        assertThat(server.sessions()).isBetween(1, 4);
    }

    @Test
    void anArchiveOfManyPartsArrivesWhole() throws Exception {
        Attempt attempt = Fixtures.begin(store());
        byte[] content = Fixtures.random((20 << 20) + 77);
        ArchiveSink sink = Fixtures.sink(store(), attempt);
        Fixtures.putParts(sink, content, 3 << 20);
        sink.commit(content.length);

        assertThat(Files.readAllBytes(directory.resolve(Fixtures.archive(attempt))))
                .isEqualTo(content);
        assertThat(store().shortcomings()).singleElement().asString().contains("statvfs");
    }

    @Test
    void theCommandThatFetchesNamesUserHostPortAndFolder() {
        assertThat(store().fetchCommands("p/c"))
                .containsExactly(
                        "COPY=\"$INTO/copy\" && mkdir -m 700 \"$COPY\"",
                        "sftp -P " + server.port() + " 'offsite@127.0.0.1:/p/c/*' \"$COPY\"");
        assertThat(store().restoreArguments("p/c")).isEqualTo("p/c");
    }
}
