package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.transfer.ArchiveSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends StoreContract {

    @TempDir
    private Path directory;

    @Override
    ArchiveStore newStore() {
        return new FileStore("disk", directory);
    }

    @Override
    boolean confirmsChecksums() {
        return false;
    }

    private static void refuses(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
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
    void aSymbolicLinkIsNotFollowed(@TempDir Path elsewhere) throws Exception {
        Files.writeString(elsewhere.resolve("secret"), "x");
        Files.createSymbolicLink(directory.resolve("out"), elsewhere);
        Files.createSymbolicLink(directory.resolve("file"), elsewhere.resolve("secret"));

        refuses(Kind.REFUSED, () -> store().read("out/secret", 10));
        refuses(Kind.REFUSED, () -> store().put("out/new", new byte[1]));
        refuses(Kind.REFUSED, () -> store().open("file", 0));
        assertThat(elsewhere.resolve("new")).doesNotExist();
    }

    @Test
    @Timeout(30)
    @EnabledOnOs(OS.LINUX)
    void aNamedPipeIsNeverWaitedFor() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        refuses(Kind.DAMAGED, () -> store().read("pipe", 10));
        refuses(Kind.MISSING, () -> store().open("pipe", 0));
        assertThat(store().size("pipe")).isEmpty();
    }

    @Test
    void aFolderIsNoSmallFile() throws Exception {
        store().put("folder/file", new byte[1]);

        refuses(Kind.DAMAGED, () -> store().read("folder", 10));
    }

    @Test
    void f33_aMissingDirectoryIsADiskThatIsNotMounted() throws Exception {
        try (FileStore missing = new FileStore("disk", directory.resolve("no"))) {
            refuses(Kind.REFUSED, () -> missing.put("a", new byte[1]));
            refuses(Kind.REFUSED, () -> missing.list(""));
            assertThat(directory.resolve("no")).doesNotExist();
        }
    }

    @Test
    void f34_aFullDiskIsToldBeforehandWhenTheLengthIsKnown() throws Exception {
        Attempt attempt = Fixtures.begin(store());

        refuses(
                Kind.FULL,
                () -> store().newArchive(Fixtures.archive(attempt), OptionalLong.of(Long.MAX_VALUE), attempt));
    }

    @Test
    void f34_aDiskThatFillsUpLeavesNothingBehind() throws Exception {
        Attempt attempt = Fixtures.begin(store());
        try (FileStore full = new FileStore("disk", directory, failingWrite("No space left on device"))) {
            ArchiveSink sink = full.newArchive(Fixtures.archive(attempt), OptionalLong.empty(), attempt);
            refuses(Kind.FULL, () -> sink.put(Fixtures.Bytes.of(Fixtures.random(100))));
            sink.abort();
            refuses(Kind.FULL, () -> full.put("a/b", new byte[1]));
            refuses(Kind.FULL, () -> full.putIfAbsent("a/b", new byte[1]));
        }
        attempt.end();
        assertThat(files()).containsExactly(".offsite/format.json");
    }

    @Test
    void f34_aReadOnlyDiskIsRefused() throws Exception {
        try (FileStore readOnly = new FileStore("disk", directory, failingWrite("Read-only file system"))) {
            refuses(Kind.REFUSED, () -> readOnly.put("a/b", new byte[1]));
        }
    }

    @Test
    void f34_anArchiveThatCannotBeForcedIsNotCommitted() throws Exception {
        Attempt attempt = Fixtures.begin(store());
        FileCalls failing = new FileCalls() {
            @Override
            public void force(FileChannel channel) throws IOException {
                throw new IOException("Input/output error");
            }
        };
        try (FileStore broken = new FileStore("disk", directory, failing)) {
            ArchiveSink sink = broken.newArchive(Fixtures.archive(attempt), OptionalLong.empty(), attempt);
            sink.put(Fixtures.Bytes.of(Fixtures.random(100)));
            refuses(Kind.UNAVAILABLE, () -> sink.commit(100));
            sink.abort();
            refuses(Kind.UNAVAILABLE, () -> broken.putIfAbsent("a/b", new byte[1]));
        }
        attempt.end();
        assertThat(files()).containsExactly(".offsite/format.json");
    }

    @Test
    void f34_anArchiveWhoseDirectoryCannotBeForcedIsTakenBack() throws Exception {
        Attempt attempt = Fixtures.begin(store());
        AtomicBoolean broke = new AtomicBoolean();
        FileCalls failing = new FileCalls() {
            @Override
            public void forceDirectory(Path folder) throws IOException {
                if (folder.endsWith(Fixtures.COPY.folderName()) && !broke.getAndSet(true)) {
                    throw new IOException("Input/output error");
                }
                FileCalls.super.forceDirectory(folder);
            }
        };
        try (FileStore broken = new FileStore("disk", directory, failing)) {
            ArchiveSink sink = broken.newArchive(Fixtures.archive(attempt), OptionalLong.empty(), attempt);
            sink.put(Fixtures.Bytes.of(Fixtures.random(100)));
            refuses(Kind.UNAVAILABLE, () -> sink.commit(100));
            sink.abort();
        }
        assertThat(store().size(Fixtures.archive(attempt))).isEmpty();
    }

    @Test
    void withoutHardLinksNamesAreStillGivenOnce() throws Exception {
        FileCalls noLinks = new FileCalls() {
            @Override
            public void link(Path newName, Path file) throws IOException {
                throw new FileSystemException(newName.toString(), file.toString(), "Operation not permitted");
            }
        };
        try (FileStore plain = new FileStore("disk", directory, noLinks)) {
            assertThat(plain.putIfAbsent("a/b", Fixtures.text("one"))).isTrue();
            assertThat(plain.putIfAbsent("a/b", Fixtures.text("two"))).isFalse();
            Attempt attempt = Fixtures.begin(plain);
            Fixtures.write(plain, attempt, Fixtures.text("archive"));
            attempt.end();
            assertThat(plain.read(Fixtures.archive(attempt), 100)).hasValue(Fixtures.text("archive"));
        }
        assertThat(store().read("a/b", 10)).hasValue(Fixtures.text("one"));
    }

    @Test
    void aDeadProcessesTemporaryFilesAreRemovedAndALivingOnesAreNot() throws Exception {
        Path folder = directory.resolve(".offsite/tmp");
        Files.createDirectories(folder.resolve("dead"));
        Files.createFile(folder.resolve("dead.lock"));
        Files.createFile(folder.resolve("dead/1"));
        try (FileStore other = new FileStore("disk", directory)) {
            other.put("a/b", new byte[1]);
            store().tidy();
            assertThat(folder.resolve("dead")).doesNotExist();
            assertThat(folder.resolve("dead.lock")).doesNotExist();
            other.put("a/b", new byte[2]);
        }
        assertThat(store().size("a/b")).hasValue(2);
    }

    private static FileCalls failingWrite(String reason) {
        return new FileCalls() {
            @Override
            public int write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    private List<String> files() throws IOException {
        store().close();
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> directory.relativize(path).toString())
                    .filter(path -> !path.startsWith("ignored"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void f39_aFileThatComesAndGoesWhileItIsReadIsThereOrNot() throws Exception {
        Path file = directory.resolve("comes-and-goes");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> coming = other.submit(() -> {
                for (int i = 0; i < 20_000; i++) {
                    Files.createFile(file);
                    Files.delete(file);
                }
                return true;
            });
            while (!coming.isDone()) {
                assertThat(store().read("comes-and-goes", 10))
                        .satisfiesAnyOf(
                                content -> assertThat(content).isEmpty(),
                                content -> assertThat(content).hasValue(new byte[0]));
            }
            coming.get();
        } finally {
            other.shutdownNow();
        }
    }
}
