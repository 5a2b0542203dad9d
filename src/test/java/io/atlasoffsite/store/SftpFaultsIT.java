package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.testing.SftpServer;
import io.atlasoffsite.testing.SftpServer.Strike;
import io.atlasoffsite.transfer.ArchiveSink;
import io.atlasoffsite.transfer.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An SFTP server that goes wrong: a real one that breaks single requests. */
class SftpFaultsIT {

    private static final int MANY = 1000;
    private static final String LINK = "hardlink@openssh.com";
    private static final String RENAME = "posix-rename@openssh.com";
    private static final String FSYNC = "fsync@openssh.com";

    @TempDir
    private Path directory;

    private SftpServer server;
    private SftpStore store;

    @BeforeEach
    void open() throws Exception {
        server = new SftpServer(directory);
        store = Sftp.store(server);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        server.close();
    }

    private static void fails(Kind kind, String words, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining(words).hasMessageContaining("sftp://127.0.0.1:");
        });
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    static Stream<Arguments> requests() {
        Stream.Builder<Arguments> all = Stream.builder();
        for (String request : List.of(
                "OPEN", "WRITE", "READ", "CLOSE", "LSTAT", "FSTAT", "MKDIR", "REMOVE", "OPENDIR", "READDIR", LINK,
                RENAME, FSYNC)) {
            for (int passing : new int[] {0, 1, 3}) {
                all.add(Arguments.of(request, passing, Strike.CUT));
                all.add(Arguments.of(request, passing, Strike.DO_THEN_CUT));
            }
        }
        return all.build();
    }

    @ParameterizedTest(name = "{0} after {1}: {2}")
    @MethodSource("requests")
    void f28_aConnectionThatIsCutInAnyRequestIsNotSeen(String request, int passing, Strike strike) throws Exception {
        server.fault(request, passing, 1, strike);
        byte[] content = Fixtures.random((5 << 20) + 1000);
        Attempt attempt = Fixtures.begin(store);

        assertThat(Fixtures.write(store, attempt, content)).isEqualTo(new Receipt(content.length, false));
        store.put("a/x", Fixtures.text("x"));
        store.put("a/x", Fixtures.text("xx"));
        assertThat(store.putIfAbsent("a/y", Fixtures.text("y"))).isTrue();
        assertThat(store.putIfAbsent("a/y", Fixtures.text("z"))).isFalse();
        assertThat(store.read("a/x", 10)).hasValue(Fixtures.text("xx"));
        assertThat(store.read("a/y", 10)).hasValue(Fixtures.text("y"));
        assertThat(store.list("a")).hasSize(2);
        store.delete("a/y");
        assertThat(Files.readAllBytes(directory.resolve(Fixtures.archive(attempt))))
                .isEqualTo(content);
        attempt.end();
        Attempts sweeper = Fixtures.attempts(store, "p2");
        assertThat(sweeper.sweep(sweeper.dead()).kept()).isEmpty();

        assertThat(files()).containsExactly(".offsite/format.json", Fixtures.archive(attempt), "a/x");
        // Of some requests there are not so many that the later ones happen.
        assertThat(server.struck() || passing > 0).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {LINK, RENAME, FSYNC, "WRITE", "OPEN"})
    void f28_aServerThatKeepsHangingUpIsUnavailable(String request) throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));
        assertThat(store.conditional()).isTrue();
        server.fault(request, 0, MANY, Strike.CUT);

        if (request.equals(RENAME)) {
            fails(Kind.UNAVAILABLE, "try again later", () -> store.put("a/x", new byte[1]));
        } else {
            fails(Kind.UNAVAILABLE, "try again later", () -> {
                sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));
                sink.commit(1000);
            });
        }
        server.forgetFaults();
        sink.abort();
        attempt.end();
        assertThat(store.size(Fixtures.archive(attempt))).isEmpty();
        assertThat(store.list(Layout.ATTEMPTS)).isEmpty();
    }

    @Test
    void f28_aServerThatSaysNothingIsGivenUpInTime() throws Exception {
        try (SftpStore hurried =
                Sftp.store(server, Sftp.settings(server).withLimits(Duration.ofMillis(300), 2, Duration.ofMillis(5)))) {
            hurried.put("a/x", Fixtures.text("x"));
            server.fault("READ", 0, 2, Strike.HANG);

            fails(Kind.UNAVAILABLE, "did not answer", () -> hurried.read("a/x", 10));
            assertThat(hurried.read("a/x", 10)).hasValue(Fixtures.text("x"));
        }
    }

    @Test
    void f28_aReadThatBreaksInTheMiddleSaysSo() throws Exception {
        store.put("big", Fixtures.random(8 << 20));
        try (InputStream in = store.open("big", 0)) {
            assertThat(in.readNBytes(100_000)).hasSize(100_000);
            server.disconnectAll();
            fails(Kind.UNAVAILABLE, "hung up", in::readAllBytes);
        }
        assertThat(store.size("big")).hasValue(8 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPEN", "WRITE", LINK})
    void f33_whatTheUserMayNotIsRefused(String request) throws Exception {
        Attempt attempt = Fixtures.begin(store);
        assertThat(store.conditional()).isTrue();
        server.fault(request, 0, MANY, Strike.DENY);

        fails(Kind.REFUSED, "this user may not (SSH_FX_PERMISSION_DENIED)", () -> {
            ArchiveSink sink = Fixtures.sink(store, attempt);
            sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));
            sink.commit(1000);
        });
        fails(Kind.REFUSED, "may not", () -> store.putIfAbsent("a/b", new byte[1]));
    }

    @Test
    void f33_aMissingDirectoryIsADiskThatIsNotMounted() throws Exception {
        SftpStoreSettings elsewhere = SftpStoreSettings.of(SftpServer.USER, "127.0.0.1", server.port(), "/no");
        try (SftpStore missing = Sftp.store(server, elsewhere)) {
            fails(Kind.REFUSED, "not there; create it or mount its disk", () -> missing.put("a", new byte[1]));
            fails(Kind.REFUSED, "not there; create it or mount its disk", () -> missing.list(""));
            assertThat(directory.resolve("no")).doesNotExist();
        }
    }

    @Test
    void f33_aDirectoryThatVanishesMeanwhileIsNotTakenForAnEmptyStore() throws Exception {
        Path root = Files.createDirectory(directory.resolve("nas"));
        SftpStoreSettings there = SftpStoreSettings.of(SftpServer.USER, "127.0.0.1", server.port(), "/nas/");
        try (SftpStore vanishing = Sftp.store(server, there)) {
            assertThat(vanishing.list("")).isEmpty();
            Files.delete(root);

            fails(Kind.REFUSED, "mount its disk", () -> vanishing.list(""));
            fails(Kind.REFUSED, "mount its disk", () -> vanishing.read("a", 1));
            fails(Kind.REFUSED, "mount its disk", () -> vanishing.put("a", new byte[1]));
            assertThat(root).doesNotExist();
        }
    }

    @Test
    void f34_aDiskThatFillsUpLeavesNothingBehind() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        server.fault("WRITE", 3, MANY, Strike.FULL);

        fails(Kind.FULL, "make room", () -> sink.put(Fixtures.Bytes.of(Fixtures.random(3 << 20))));
        fails(Kind.FULL, "make room", () -> store.put("a/b", new byte[1]));
        server.forgetFaults();
        sink.abort();
        attempt.end();
        assertThat(files()).containsExactly(".offsite/format.json");
    }

    @Test
    void f34_anArchiveThatCannotBeForcedIsNotCommitted() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(100)));
        assertThat(store.conditional()).isTrue();
        server.fault(FSYNC, 0, MANY, Strike.FAIL);

        fails(Kind.UNAVAILABLE, "the server failed (SSH_FX_FAILURE)", () -> sink.commit(100));
        fails(Kind.UNAVAILABLE, "the server failed", () -> store.putIfAbsent("a/b", new byte[1]));
        server.forgetFaults();
        sink.abort();
        attempt.end();
        assertThat(files()).containsExactly(".offsite/format.json");
    }

    @Test
    void f32_withoutHardLinksTheStoreSaysThatItCannotTellWritersApart() throws Exception {
        try (SftpServer plain = new SftpServer(directory, RENAME + "=1," + FSYNC + "=1");
                SftpStore unsure = Sftp.store(plain)) {
            assertThat(unsure.conditional()).isFalse();
            assertThat(unsure.putIfAbsent("a/x", Fixtures.text("one"))).isTrue();
            assertThat(unsure.putIfAbsent("a/x", Fixtures.text("two"))).isFalse();
            assertThat(unsure.read("a/x", 10)).hasValue(Fixtures.text("one"));
        }
        server.fault(LINK, 0, MANY, Strike.FAIL);
        assertThat(store.conditional()).isFalse();
    }

    @Test
    void aServerThatLacksWhatNoStoreCanDoWithoutIsRefused() throws Exception {
        try (SftpServer noRename = new SftpServer(directory, LINK + "=1," + FSYNC + "=1");
                SftpServer noFsync = new SftpServer(directory, LINK + "=1," + RENAME + "=1");
                SftpStore first = Sftp.store(noRename);
                SftpStore second = Sftp.store(noFsync);
                SftpStore allowed = Sftp.store(noFsync, Sftp.settings(noFsync).withRequireFsync(false))) {
            fails(Kind.REFUSED, "does not offer " + RENAME, () -> first.put("a", new byte[1]));
            fails(Kind.REFUSED, "set the store's requireFsync to false", second::shortcomings);
            assertThatThrownBy(second::shortcomings)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.code()).isEqualTo(StoreException.LACKING));
            allowed.put("a/b", new byte[1]);
            assertThat(allowed.shortcomings()).first().asString().contains("no fsync@openssh.com");
        }
        assertThat(files()).containsExactly("a/b");
    }

    @Test
    void anArchiveStaysOneFileWhenItsNameWasGivenAndNobodySaidSo() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));
        assertThat(store.conditional()).isTrue();
        // The first one finds no folder to put the name in.
        server.fault(LINK, 1, MANY, Strike.DO_THEN_CUT);

        assertThat(sink.commit(1000)).isEqualTo(new Receipt(1000, false));
        attempt.end();
        assertThat(files()).containsExactly(".offsite/format.json", Fixtures.archive(attempt));
    }

    @Test
    void anAbortTakesBackANameThatWasGivenUnseen() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));
        assertThat(store.conditional()).isTrue();
        server.fault(LINK, 1, 1, Strike.DO_THEN_CUT);
        server.fault("LSTAT", 2, MANY, Strike.DENY);

        fails(Kind.REFUSED, "may not", () -> sink.commit(1000));
        assertThat(files()).contains(Fixtures.archive(attempt));
        server.forgetFaults();
        sink.abort();
        attempt.end();
        assertThat(files()).containsExactly(".offsite/format.json");
    }
}
