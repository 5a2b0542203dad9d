package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.transfer.FaultyServer.Answer;
import io.atlasoffsite.transfer.FaultyServer.Script;
import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that HTTP forbids, or allows and nobody expects. */
class HttpOdditiesTest {

    private static final byte[] ARCHIVE = Archives.dataDirectory(21, 300_000);
    private static final String LENGTH = "Content-Length: " + ARCHIVE.length;

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

    private void stores(byte[] bytes, Script script) throws Exception {
        try (FaultyServer server = FaultyServer.start(script)) {
            rig.fetch(server);
            assertThat(rig.committed()).isEqualTo(bytes);
        }
    }

    /** The failure behind all the tries. */
    private TransferException refuses(Script script) {
        try (FaultyServer server = FaultyServer.start(script)) {
            TransferException failure = catchThrowableOfType(TransferException.class, () -> rig.fetch(server));
            rig.assertNothingCommitted();
            return failure.kind() == Kind.TOO_MANY_TRIES ? (TransferException) failure.getCause() : failure;
        }
    }

    private static Answer chunked(Answer answer, byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; from += 33_333) {
            int to = Math.min(bytes.length, from + 33_333);
            answer.text(Integer.toHexString(to - from) + "\r\n")
                    .body(bytes, from, to)
                    .text("\r\n");
        }
        return answer;
    }

    @Test
    void informationalAnswersArePassedOver() throws Exception {
        stores(ARCHIVE, (request, answer) -> {
            answer.head("100 Continue").head("103 Early Hints", "Link: </secret>");
            FaultyServer.serveWhole(answer, ARCHIVE);
        });
    }

    @Test
    void informationalAnswersWithoutEndAreNotReadForEver() {
        TransferException failure = refuses((request, answer) -> {
            for (int many = 0; many < 1_000_000; many++) {
                answer.head("103 Early Hints", "Link: </secret>");
            }
        });

        assertThat(failure.kind()).isEqualTo(Kind.CUT);
    }

    @Test
    void anotherProtocolIsNotSwitchedTo() {
        refuses((request, answer) -> answer.head("101 Switching Protocols", "Upgrade: h2c", "Connection: Upgrade"));
    }

    @Test
    void aHeadWithoutEndIsNotReadIntoMemory() {
        AtomicLong sent = new AtomicLong();
        byte[] filler = new byte[1 << 20];
        Arrays.fill(filler, (byte) 'x');
        TransferException failure = refuses((request, answer) -> {
            answer.text("HTTP/1.1 200 OK\r\nX-Filler: ");
            while (sent.addAndGet(filler.length) < 1L << 30) {
                answer.body(filler, 0, filler.length).flush();
            }
        });

        assertThat(failure.kind()).isEqualTo(Kind.CUT);
        assertThat(sent.get()).isLessThan(256L << 20);
    }

    @Test
    void headersWithoutNumberAreNotReadIntoMemory() {
        TransferException failure = refuses((request, answer) -> {
            answer.text("HTTP/1.1 200 OK\r\n");
            for (int many = 0; many < 10_000_000; many++) {
                answer.text("X-Filler-" + many + ": x\r\n");
            }
        });

        assertThat(failure.kind()).isEqualTo(Kind.CUT);
    }

    @Test
    void f11_aHeadThatComesByteByByteForEverIsAStall() {
        rig.close();
        rig = Rig.with(
                directory,
                settings -> settings.withStallTimeout(Duration.ofMillis(60))
                        .withNetwork(new NetworkSettings(
                                Duration.ofMillis(100),
                                java.util.Optional.empty(),
                                java.util.List.of(),
                                java.util.Optional.empty())));
        FaultyServer[] self = new FaultyServer[1];
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            answer.text("HTTP/1.1 200 OK\r\nX-Filler: ");
            while (true) {
                answer.text("x").flush();
                self[0].pause(10);
            }
        })) {
            self[0] = server;
            TransferException failure = catchThrowableOfType(TransferException.class, () -> rig.fetch(server));

            assertThat(failure.getCause())
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            last -> assertThat(last.kind()).isEqualTo(Kind.STALLED));
            assertThat(failure).hasMessageContaining("did not finish its answer's head");
        }
    }

    @Test
    void f11_aBodyThatComesByteByByteForEverIsAStall() {
        rig.close();
        rig = Rig.with(directory, settings -> settings.withStallTimeout(Duration.ofMillis(60)));
        FaultyServer[] self = new FaultyServer[1];
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            answer.head("200 OK", LENGTH);
            for (int at = 0; at < ARCHIVE.length; at++) {
                answer.body(ARCHIVE, at, at + 1).flush();
                self[0].pause(10);
            }
        })) {
            self[0] = server;
            TransferException failure = catchThrowableOfType(TransferException.class, () -> rig.fetch(server));

            assertThat(failure.getCause())
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            last -> assertThat(last.kind()).isEqualTo(Kind.STALLED));
            assertThat(failure).hasMessageContaining("less than 64 KiB");
            rig.assertNothingCommitted();
        }
    }

    @Test
    void aPartialAnswerNobodyAskedForIsRefused() {
        TransferException failure = refuses((request, answer) -> answer.head(
                        "206 Partial Content",
                        LENGTH,
                        "Content-Range: bytes 0-" + (ARCHIVE.length - 1) + "/" + ARCHIVE.length)
                .body(ARCHIVE, 0, ARCHIVE.length));

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure.status()).isEqualTo(206);
    }

    @Test
    void aContentRangeWithStatus200MeansNothing() throws Exception {
        stores(
                ARCHIVE,
                (request, answer) -> answer.head("200 OK", LENGTH, "Content-Range: bytes 5-9/10")
                        .body(ARCHIVE, 0, ARCHIVE.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {-7, 7})
    void aTransferEncodingBeatsAContentLength(int wrongBy) throws Exception {
        stores(
                ARCHIVE,
                (request, answer) -> chunked(
                                answer.head(
                                        "200 OK",
                                        "Content-Length: " + (ARCHIVE.length + wrongBy),
                                        "Transfer-Encoding: chunked"),
                                ARCHIVE)
                        .text("0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: many",
                "Content-Length: 99999999999999999999",
                "Content-Length: 5\r\nContent-Length: 6",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: gzip"
            })
    void aFramingNobodyCanReadIsRefused(String framing) {
        assertThat(refuses((request, answer) ->
                                chunked(answer.head("200 OK", framing), ARCHIVE).text("0\r\n\r\n"))
                        .kind())
                .isEqualTo(Kind.CUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "-5\r\n", "ffffffffffffffffff\r\n", "\r\n"})
    void aChunkNobodyCanReadIsACut(String chunk) {
        assertThat(refuses((request, answer) -> answer.head("200 OK", "Transfer-Encoding: chunked")
                                .text(chunk)
                                .body(ARCHIVE, 0, ARCHIVE.length))
                        .kind())
                .isEqualTo(Kind.CUT);
    }

    @Test
    void aChunkedBodyWithoutItsLastChunkIsACut() {
        assertThat(refuses((request, answer) -> chunked(answer.head("200 OK", "Transfer-Encoding: chunked"), ARCHIVE))
                        .kind())
                .isEqualTo(Kind.CUT);
    }

    @Test
    void trailersArePassedOver() throws Exception {
        stores(
                ARCHIVE,
                (request, answer) -> chunked(answer.head("200 OK", "Transfer-Encoding: chunked"), ARCHIVE)
                        .text("0\r\nETag: \"late\"\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "x-gzip, gzip"})
    void aContentEncodingIsStoredAsItWasSent(String encoding) throws Exception {
        stores(
                ARCHIVE,
                (request, answer) -> answer.head("200 OK", LENGTH, "Content-Encoding: " + encoding)
                        .body(ARCHIVE, 0, ARCHIVE.length));
    }

    @Test
    void anArchiveCompressedOnceMoreIsRefusedNotUnpacked() {
        byte[] twice = Archives.gzip(ARCHIVE);
        assertThat(refuses((request, answer) -> answer.head(
                                        "200 OK", "Content-Length: " + twice.length, "Content-Encoding: gzip")
                                .body(twice, 0, twice.length))
                        .kind())
                .isEqualTo(Kind.DAMAGED);
    }

    @Test
    void anEmptyBodyOfAnnouncedLengthIsNoArchive() {
        TransferException failure = refuses((request, answer) -> answer.head("200 OK", "Content-Length: 0"));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_AN_ARCHIVE);
    }

    @Test
    void f3_anEmptyBodyNobodyAnnouncedIsACut() throws Exception {
        stores(ARCHIVE, (request, answer) -> {
            if (request.number() == 1) {
                answer.head("200 OK", "Connection: close");
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        });
    }

    @Test
    void f9_a416ToTheFirstGetIsFinal() {
        TransferException failure = refuses((request, answer) -> answer.head("416 No", "Content-Range: bytes */5"));

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure.status()).isEqualTo(416);
    }

    @Test
    void f1_aResetAfterTheLastByteIsNoFault() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            answer.head("200 OK", LENGTH, "ETag: \"v1\"", "Accept-Ranges: bytes")
                    .body(ARCHIVE, 0, ARCHIVE.length);
            answer.flush();
        })) {
            assertThat(rig.fetch(server).resumes()).isZero();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void whatIsRefusedIsCutOffHardAndNotReadToItsEnd() {
        byte[] page = Archives.text("<html>" + "x".repeat(1 << 20));
        AtomicLong sent = new AtomicLong();
        TransferException failure = refuses((request, answer) -> {
            answer.head("200 OK", "Content-Length: " + (1L << 40));
            while (sent.addAndGet(page.length) < 1L << 31) {
                answer.body(page, 0, page.length).flush();
            }
        });

        assertThat(failure.kind()).isEqualTo(Kind.NOT_AN_ARCHIVE);
        assertThat(sent.get()).isLessThan(256L << 20);
    }
}
