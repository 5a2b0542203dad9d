package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.ErrorsTable;
import io.atlasoffsite.route.CopyRig.Ended;
import io.atlasoffsite.route.CopyRig.Wish;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.FaultyServer;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.Ticket;
import io.atlasoffsite.transfer.TicketSource;
import io.atlasoffsite.transfer.inspect.Archives;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of faults have in common: a store, an engine that loses no time, and the words of docs/errors.md. */
abstract class FaultsContract {

    /** Long enough for three parts of S3, whose parts have 5 MiB at least. */
    static final byte[] ARCHIVE = Archives.dataDirectory(21, 11 << 20);

    static final int HALF = ARCHIVE.length / 2;
    static final int TICKETS = 3;

    @TempDir
    private Path directory;

    private Shelf shelf;
    private CopyRig rig;

    /** A new, empty store. */
    abstract Shelf newShelf(Path directory) throws Exception;

    @BeforeEach
    final void open() throws Exception {
        shelf = newShelf(directory.resolve("store"));
        rig = new CopyRig(shelf, settings());
    }

    @AfterEach
    final void close() {
        rig.close();
        shelf.close();
    }

    /** Memory for two of S3's shortest parts, and no pauses. */
    final EngineSettings settings() {
        return new EngineSettings(
                40 << 20,
                2,
                directory.resolve("spool"),
                0,
                Duration.ofSeconds(10),
                NetworkSettings.direct(),
                3,
                2,
                TICKETS,
                Duration.ofMillis(1),
                Duration.ofMillis(4));
    }

    final Path directory() {
        return directory;
    }

    final Shelf shelf() {
        return shelf;
    }

    final CopyRig rig() {
        return rig;
    }

    /** Other settings for the rest of the test. */
    final void restart(EngineSettings settings) {
        rig.close();
        rig = new CopyRig(shelf, settings);
    }

    final Ended copy(FaultyServer.Script script) throws Exception {
        try (FaultyServer server = FaultyServer.start(script)) {
            return rig.copy(Wish.of(ARCHIVE, tickets(server, false)));
        }
    }

    /** Tickets whose links differ, so that the server can tell them apart. */
    static TicketSource tickets(FaultyServer server, boolean oneTime) {
        return need -> new Ticket(
                server.url("/secret-path/" + need.number() + "?sig=secret%2Fsig"), Optional.empty(), oneTime);
    }

    /** A failure as the row of docs/errors.md says it is. */
    static void assertRow(OffsiteException failure, String section, String codeBegins) {
        List<ErrorsTable.Row> rows = ErrorsTable.rows(section, 1).stream()
                .filter(row -> row.code().startsWith(codeBegins))
                .toList();
        assertThat(rows).hasSize(1);
        assertThat(failure.reason()).isEqualTo(rows.get(0).reason());
        assertThat(failure.retryable()).isEqualTo(rows.get(0).retryable());
        assertThat(failure.hint()).isEqualTo(rows.get(0).hint());
        assertThat(failure.reason().exitCode()).isEqualTo(rows.get(0).exit());
    }

    static void assertBrokeOff(OffsiteException failure) {
        assertRow(failure, "The download host", "the stream broke off or stalled");
    }

    static void assertNotWhole(OffsiteException failure, String codeBegins) {
        assertRow(failure, "The archive is not whole", codeBegins);
    }

    /** The first half, as a host says it that can continue it later. */
    static void serveHalf(FaultyServer.Answer answer, String etag) throws Exception {
        answer.head("200 OK", "Content-Length: " + ARCHIVE.length, "ETag: " + etag, "Accept-Ranges: bytes")
                .body(ARCHIVE, 0, HALF);
    }
}
