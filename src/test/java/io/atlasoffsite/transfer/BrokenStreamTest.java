package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenStreamTest {

    private static final byte[] ARCHIVE = Archives.dataDirectory(21, 900_000);
    private static final int HALF = ARCHIVE.length / 2;
    private static final String ETAG = "\"v1\"";

    @TempDir
    private Path directory;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = Rig.quick(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void f1_aResetInTheBodyStartsTheArchiveAgain() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.number() == 1) {
                answer.head("200 OK", "Content-Length: " + ARCHIVE.length)
                        .body(ARCHIVE, 0, HALF)
                        .reset();
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            ArchiveRecord record = rig.fetch(server);

            assertThat(rig.committed()).isEqualTo(ARCHIVE);
            assertThat(rig.opened()).hasSize(2);
            assertThat(record.restarts()).isEqualTo(1);
            assertThat(record.tickets()).isEqualTo(1);
        }
    }

    @Test
    void f1_aResetIsContinuedWhereTheHostShowsHow() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.number() == 1) {
                answer.head("200 OK", "Content-Length: " + ARCHIVE.length, "ETag: " + ETAG, "Accept-Ranges: bytes")
                        .body(ARCHIVE, 0, HALF);
                answer.reset();
            } else {
                FaultyServer.serveRanges(request, answer, ARCHIVE, ETAG);
            }
        })) {
            ArchiveRecord record = rig.fetch(server);

            assertThat(rig.committed()).isEqualTo(ARCHIVE);
            assertThat(record.resumes()).isEqualTo(1);
            assertThat(record.restarts()).isZero();
            assertThat(server.requests().get(1).headers())
                    .containsEntry("if-range", ETAG)
                    .containsKey("range");
        }
    }

    @Test
    void f2_aBodyCutShortEndsInAnErrorAfterBoundedTries() {
        try (FaultyServer server = FaultyServer.start((request, answer) ->
                answer.head("200 OK", "Content-Length: " + ARCHIVE.length).body(ARCHIVE, 0, HALF))) {
            TransferException failure = failure(server);

            assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_TRIES);
            assertThat(failure.bytesSoFar()).isEqualTo(HALF);
            assertThat(failure.integrity()).isFalse();
            assertThat(server.requests()).hasSize(3);
            rig.assertNothingCommitted();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked", "Connection: close"})
    void f3_aCutWithoutLengthIsNoticedAndTriedAgain(String framing) throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            String frame = framing.startsWith("T") ? Integer.toHexString(HALF) + "\r\n" : "";
            if (request.number() == 1) {
                answer.head("200 OK", framing).text(frame).body(ARCHIVE, 0, HALF);
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            assertThat(rig.fetch(server).restarts()).isEqualTo(1);
            assertThat(rig.committed()).isEqualTo(ARCHIVE);
        }
    }

    @Test
    void f7_aLinkThatExpiresBetweenTwoRangesIsReplacedAndTheArchiveStartsAgain() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.headers().containsKey("range")) {
                answer.head("403 Forbidden", "Content-Length: 0");
            } else if (request.number() == 1) {
                answer.head("200 OK", "Content-Length: " + ARCHIVE.length, "ETag: " + ETAG, "Accept-Ranges: bytes")
                        .body(ARCHIVE, 0, HALF);
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            ArchiveRecord record = rig.fetch(server);

            assertThat(record.tickets()).isEqualTo(2);
            assertThat(record.restarts()).isEqualTo(1);
            assertThat(server.requests().get(2).path()).startsWith("/secret-path/2");
            assertThat(rig.committed()).isEqualTo(ARCHIVE);
        }
    }

    @Test
    void f7_aLinkKnownToBeExpiredIsNotAskedAgain() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.path().startsWith("/1")) {
                answer.head("200 OK", "Content-Length: " + ARCHIVE.length, "ETag: " + ETAG, "Accept-Ranges: bytes")
                        .body(ARCHIVE, 0, HALF);
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            TicketSource source =
                    need -> new Ticket(server.url("/" + need.number()), Optional.of(Instant.EPOCH), false);
            rig.engine().transfer(TransferRequest.of(source, rig.sinks(Rig.SMALL_PARTS), Rig.LOOPBACK));

            assertThat(server.requests()).extracting(FaultyServer.Request::path).containsExactly("/1", "/2");
            assertThat(rig.committed()).isEqualTo(ARCHIVE);
        }
    }

    @Test
    void f8_aBrokenOneTimeLinkIsReplacedNotAskedAgain() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.number() == 1) {
                answer.head("200 OK", "Content-Length: " + ARCHIVE.length).body(ARCHIVE, 0, HALF);
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            ArchiveRecord record = rig.engine()
                    .transfer(TransferRequest.of(Rig.tickets(server, true), rig.sinks(Rig.SMALL_PARTS), Rig.LOOPBACK));

            assertThat(record.tickets()).isEqualTo(2);
            assertThat(server.requests().get(1).path()).startsWith("/secret-path/2");
            assertThat(rig.committed()).isEqualTo(ARCHIVE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignored", "wrong-start", "wrong-total", "no-range", "416", "f10-etag", "f10-weak"})
    void f9_f10_aWrongContinuationIsNeverJoined(String fault) throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.number() == 1) {
                answer.head("200 OK", "Content-Length: " + ARCHIVE.length, "ETag: " + ETAG, "Accept-Ranges: bytes")
                        .body(ARCHIVE, 0, HALF);
            } else if (request.headers().containsKey("range")) {
                continueWrongly(fault, request, answer);
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            ArchiveRecord record = rig.fetch(server);

            assertThat(rig.committed()).isEqualTo(ARCHIVE);
            assertThat(record.restarts()).isEqualTo(1);
            assertThat(record.resumes()).isZero();
        }
    }

    private static void continueWrongly(String fault, FaultyServer.Request request, FaultyServer.Answer answer)
            throws IOException {
        int from = request.from();
        int last = ARCHIVE.length - 1;
        String right = "Content-Range: bytes " + from + "-" + last + "/" + ARCHIVE.length;
        String length = "Content-Length: " + (ARCHIVE.length - from);
        switch (fault) {
            case "ignored" -> FaultyServer.serveWhole(answer, ARCHIVE);
            case "416" -> answer.head("416 Range Not Satisfiable", "Content-Length: 0");
            case "wrong-start" ->
                answer.head(
                        "206 P",
                        length,
                        "ETag: " + ETAG,
                        "Content-Range: bytes " + (from - 1) + "-" + last + "/" + ARCHIVE.length);
            case "wrong-total" ->
                answer.head(
                        "206 P",
                        length,
                        "ETag: " + ETAG,
                        "Content-Range: bytes " + from + "-" + last + "/" + (ARCHIVE.length + 1));
            case "no-range" -> answer.head("206 P", length, "ETag: " + ETAG);
            case "f10-etag" -> answer.head("206 P", length, right, "ETag: \"v2\"");
            default -> answer.head("206 P", length, right, "ETag: W/" + ETAG);
        }
    }

    @Test
    void f11_aStallIsABrokenStream() throws Exception {
        try (Rig quick = Rig.with(directory, settings -> settings.withStallTimeout(Duration.ofMillis(300)))) {
            FaultyServer[] self = new FaultyServer[1];
            try (FaultyServer server = FaultyServer.start((request, answer) -> {
                if (request.number() == 1) {
                    answer.head("200 OK", "Content-Length: " + ARCHIVE.length)
                            .body(ARCHIVE, 0, HALF)
                            .flush();
                    self[0].hang();
                } else {
                    FaultyServer.serveWhole(answer, ARCHIVE);
                }
            })) {
                self[0] = server;
                assertThat(quick.fetch(server).restarts()).isEqualTo(1);
                assertThat(quick.committed()).isEqualTo(ARCHIVE);
            }
        }
    }

    @Test
    void f11_aHostThatNeverAnswersIsStalled() {
        try (Rig quick = Rig.with(directory, settings -> settings.withStallTimeout(Duration.ofMillis(100)))) {
            FaultyServer[] self = new FaultyServer[1];
            try (FaultyServer server = FaultyServer.start((request, answer) -> self[0].hang())) {
                self[0] = server;
                assertThatThrownBy(() -> quick.fetch(server))
                        .hasCauseInstanceOf(TransferException.class)
                        .extracting(e -> ((TransferException) e.getCause()).kind())
                        .isEqualTo(Kind.STALLED);
            }
        }
    }

    @Test
    void f11_aTrickleIsFineAsLongAsBytesCome() throws Exception {
        byte[] small = Archives.dataDirectory(5, 200);
        try (Rig quick = Rig.with(directory, settings -> settings.withStallTimeout(Duration.ofSeconds(5)));
                FaultyServer server = FaultyServer.start((request, answer) -> {
                    answer.head("200 OK", "Content-Length: " + small.length);
                    for (int at = 0; at < small.length; at++) {
                        answer.body(small, at, at + 1).flush();
                    }
                })) {
            quick.fetch(server);
            assertThat(quick.committed()).isEqualTo(small);
        }
    }

    private TransferException failure(FaultyServer server) {
        TransferException failure = catchThrowableOfType(TransferException.class, () -> rig.fetch(server));
        assertKeepsSecrets(failure);
        return failure;
    }

    private static void assertKeepsSecrets(Throwable failure) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("secret");
    }
}
