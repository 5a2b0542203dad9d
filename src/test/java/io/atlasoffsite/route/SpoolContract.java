package io.atlasoffsite.route;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.route.CopyRig.Wish;
import io.atlasoffsite.testing.TinyDisk;
import io.atlasoffsite.transfer.EngineProbe;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.FaultyServer;
import io.atlasoffsite.transfer.NetworkSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that takes 50 parts, and memory for none of them: parts grow and wait in the spool. */
abstract class SpoolContract extends FaultsContract {

    private static final long MEMORY = 1 << 20;
    static final int MOST_PARTS = 50;

    private EngineSettings spooling(Path spool) {
        return new EngineSettings(
                MEMORY,
                2,
                spool,
                0,
                Duration.ofSeconds(10),
                NetworkSettings.direct(),
                3,
                2,
                TICKETS,
                Duration.ofMillis(1),
                Duration.ofMillis(4));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void partsTooLargeForMemoryGoThroughTheSpoolAndNothingStaysThere(boolean lengthKnown) throws Exception {
        Path spool = directory().resolve("spool");
        restart(spooling(spool));
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            answer.head("200 OK", lengthKnown ? "Content-Length: " + ARCHIVE.length : "Connection: close")
                    .body(ARCHIVE, 0, ARCHIVE.length - 1)
                    .flush();
            // The part whose last byte is missing waits there, however fast the store is.
            await().atMost(9, SECONDS)
                    .until(() -> spool.toFile().list() != null && spool.toFile().list().length > 0);
            answer.body(ARCHIVE, ARCHIVE.length - 1, ARCHIVE.length);
        })) {
            assertThat(rig().copy(Wish.of(ARCHIVE, tickets(server, false)))
                            .record()
                            .restarts())
                    .isZero();
        }
        assertThat(spool).isEmptyDirectory();
        assertThat(EngineProbe.mostHeldBytes(rig().engine())).isBetween(1L, MEMORY);
    }

    @Test
    void f1_aBreakWhilePartsAreInTheSpoolLeavesNothingThere() throws Exception {
        Path spool = directory().resolve("spool");
        restart(spooling(spool));

        assertBrokeOff(copy((request, answer) -> {
                    answer.head("200 OK", "Content-Length: " + ARCHIVE.length).body(ARCHIVE, 0, HALF);
                    answer.reset();
                })
                .why());
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void f34_aSpoolThatCannotBeMadeLeavesNoCopy() throws Exception {
        Path file = Files.writeString(directory().resolve("a-file"), "x");
        restart(spooling(file.resolve("spool")));

        OffsiteException failure = copy((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))
                .why();
        assertRow(failure, "The spool", "the directory is full");
        assertThat(failure).hasMessageContaining("a-file/spool");
    }

    @Test
    @EnabledIf("io.atlasoffsite.testing.TinyDisk#possible")
    void f34_aSpoolThatIsFullLeavesNoCopyAndWithRoomThereIsOne() throws Exception {
        try (TinyDisk tiny = TinyDisk.mount(directory(), "2m")) {
            restart(spooling(tiny.directory()));
            OffsiteException failure = copy((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))
                    .why();
            assertRow(failure, "The spool", "the directory is full");
            assertThat(failure).hasMessageContaining("No space left");

            tiny.remount("size=64m");
            copy((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE)).record();
        }
    }

    @Test
    @EnabledIf("io.atlasoffsite.testing.TinyDisk#possible")
    void f34_aReadOnlySpoolLeavesNoCopy() throws Exception {
        try (TinyDisk tiny = TinyDisk.mount(directory(), "64m")) {
            tiny.remount("ro");
            restart(spooling(tiny.directory()));
            OffsiteException failure = copy((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))
                    .why();
            assertRow(failure, "The spool", "the directory is full");
            assertThat(failure).hasMessageContaining("Read-only");
        }
    }
}
