package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.route.CopyRig.Wish;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.FaultyDisk;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.testing.TinyDisk;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.FaultyServer;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.Ticket;
import io.atlasoffsite.transfer.inspect.Archives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F34: the disk the copies go to is full, read-only or broken; well again it takes the copy. */
class FileDiskFaultsTest {

    private static final byte[] ARCHIVE = Archives.dataDirectory(21, 900_000);

    @TempDir
    private Path directory;

    private EngineSettings settings() {
        return new EngineSettings(
                512 << 10,
                2,
                directory.resolve("spool"),
                0,
                Duration.ofSeconds(10),
                NetworkSettings.direct(),
                3,
                2,
                3,
                Duration.ofMillis(1),
                Duration.ofMillis(4));
    }

    private Path disk() throws Exception {
        return Files.createDirectories(directory.resolve("disk"));
    }

    /** Why there is no copy; afterwards the next process finds the disk well, sweeps it, and copies. */
    private OffsiteException failure(Path disk, ArchiveStore broken) throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))) {
            Wish wish = Wish.of(ARCHIVE, need -> new Ticket(server.url("/secret?sig=secret"), Optional.empty(), false));
            OffsiteException failure;
            try (Shelf shelf = Shelf.disk(disk, broken);
                    CopyRig rig = new CopyRig(shelf, settings())) {
                failure = rig.attempt(wish).why();
                assertThat(rig.manifest()).isEmpty();
            }
            try (Shelf shelf = Shelf.disk(disk, new FileStore("vault", disk));
                    CopyRig rig = new CopyRig(shelf, settings())) {
                rig.sweep();
                rig.assertNoCopy();
                rig.copy(wish).record();
            }
            return failure;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000, 400_000, 899_000})
    void f34_aDiskThatFillsUpLeavesNoCopy(long room) throws Exception {
        OffsiteException failure = failure(disk(), FaultyDisk.failsAfter(disk(), room, "No space left on device"));

        FaultsContract.assertRow(failure, "The store", "s3: no room");
        assertThat(failure).hasMessageContaining("full");
    }

    @Test
    void f34_aDiskThatFillsUpBeforeTheManifestKeepsTheWholeArchiveForTheNextAttempt() throws Exception {
        Path disk = disk();
        ArchiveStore full = FaultyDisk.noRoomForAManifest(disk);
        try (FaultyServer server = FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))) {
            Wish wish = Wish.of(ARCHIVE, need -> new Ticket(server.url("/secret?sig=secret"), Optional.empty(), false));
            try (Shelf shelf = Shelf.disk(disk, full);
                    CopyRig rig = new CopyRig(shelf, settings())) {
                FaultsContract.assertRow(rig.attempt(wish).why(), "The store", "s3: no room");
                assertThat(rig.manifest()).isEmpty();
                assertThat(rig.leftovers()).anyMatch(file -> file.endsWith(".tar.gz"));
            }
            try (Shelf shelf = Shelf.disk(disk, new FileStore("vault", disk));
                    CopyRig rig = new CopyRig(shelf, settings())) {
                rig.sweep();
                assertThat(rig.copy(wish).failure()).isEmpty();
            }
            assertThat(server.requests()).as("the archive is fetched once").hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Disk quota exceeded,store-full",
        "Read-only file system,store-refused",
        "Input/output error,store-unavailable"
    })
    void f34_aDiskThatFailsInTheMiddleLeavesNoCopy(String says, String reason) throws Exception {
        OffsiteException failure = failure(disk(), FaultyDisk.failsAfter(disk(), 400_000, says));

        assertThat(failure.reason().code()).isEqualTo(reason);
    }

    @Test
    void f34_aReadOnlyDiskLeavesNoCopy() throws Exception {
        OffsiteException failure = failure(disk(), FaultyDisk.failsAfter(disk(), 0, "Read-only file system"));

        FaultsContract.assertRow(failure, "The store", "file: the directory cannot be made or written");
    }

    @Test
    void f34_anArchiveThatCannotBeMadeDurableIsNoCopy() throws Exception {
        OffsiteException failure = failure(disk(), FaultyDisk.archivesCannotBeForced(disk()));

        assertThat(failure.reason().code()).isEqualTo("store-unavailable");
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void f34_aNameThatCannotBeMadeDurableIsNoCopy() throws Exception {
        OffsiteException failure = failure(
                disk(),
                FaultyDisk.directoriesCannotBeForced(
                        disk(), folder -> folder.getFileName().toString().contains("6a6f78e0cab84da5c4476b25")));

        assertThat(failure.reason().code()).isEqualTo("store-unavailable");
    }

    @Test
    @EnabledIf("io.atlasoffsite.testing.TinyDisk#possible")
    void f34_aRealDiskThatIsFullLeavesNoCopy() throws Exception {
        try (TinyDisk tiny = TinyDisk.mount(directory, "512k");
                FaultyServer server =
                        FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE));
                Shelf shelf = Shelf.disk(tiny.directory(), new FileStore("vault", tiny.directory()));
                CopyRig rig = new CopyRig(shelf, settings())) {
            Wish wish = Wish.of(ARCHIVE, need -> new Ticket(server.url("/secret?sig=secret"), Optional.empty(), false));
            OffsiteException failure = rig.copy(wish).why();
            FaultsContract.assertRow(failure, "The store", "s3: no room");

            tiny.remount("size=8m");
            rig.copy(wish).record();
        }
    }

    @Test
    @EnabledIf("io.atlasoffsite.testing.TinyDisk#possible")
    void f34_aRealDiskThatBecomesReadOnlyLeavesNoCopy() throws Exception {
        try (TinyDisk tiny = TinyDisk.mount(directory, "8m");
                FaultyServer server =
                        FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE));
                CopyRig rig = new CopyRig(
                        Shelf.disk(tiny.directory(), new FileStore("vault", tiny.directory())), settings())) {
            tiny.remount("ro");
            Wish wish = Wish.of(ARCHIVE, need -> new Ticket(server.url("/secret?sig=secret"), Optional.empty(), false));
            OffsiteException failure = rig.copy(wish).why();
            FaultsContract.assertRow(failure, "The store", "file: the directory cannot be made or written");

            tiny.remount("rw");
            rig.copy(wish).record();
        }
    }
}
