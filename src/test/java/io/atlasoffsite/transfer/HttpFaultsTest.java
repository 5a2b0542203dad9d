package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.transfer.TicketNeed.Why;
import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFaultsTest {

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
    void aWholeArchiveIsStoredAndProved() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))) {
            ArchiveRecord record = rig.fetch(server);

            assertThat(rig.committed()).isEqualTo(ARCHIVE);
            assertThat(record.bytes()).isEqualTo(ARCHIVE.length);
            assertThat(record.sha256()).isEqualTo(Rig.sha256(ARCHIVE));
            assertThat(record.length()).isEqualTo(LengthProof.MATCHED);
            assertThat(record.inspection().orElseThrow().dataFiles()).isEqualTo(3);
            assertThat(record.tickets()).isEqualTo(1);
            assertThat(record.restarts() + record.resumes()).isZero();
            assertThat(record.transferSeconds()).isPositive();
            FaultyServer.Request request = server.requests().get(0);
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.path()).isEqualTo("/secret-path/1?sig=secret%2Fsig");
            assertThat(request.headers())
                    .containsEntry("accept-encoding", "identity")
                    .doesNotContainKeys("authorization", "cookie", "range", "upgrade");
        }
    }

    @Test
    void f3_anArchiveWithoutLengthIsProvedByItself() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            answer.head("200 OK", "Transfer-Encoding: chunked");
            for (int from = 0; from < ARCHIVE.length; from += 33_333) {
                int to = Math.min(ARCHIVE.length, from + 33_333);
                answer.text(Integer.toHexString(to - from) + "\r\n")
                        .body(ARCHIVE, from, to)
                        .text("\r\n");
            }
            answer.text("0\r\n\r\n");
        })) {
            assertThat(rig.fetch(server).length()).isEqualTo(LengthProof.UNKNOWN);
            assertThat(rig.committed()).isEqualTo(ARCHIVE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void f4_aWrongContentLengthIsNeverCommitted(int wrongBy) {
        try (FaultyServer server = FaultyServer.start(
                (request, answer) -> answer.head("200 OK", "Content-Length: " + (ARCHIVE.length + wrongBy))
                        .body(ARCHIVE, 0, ARCHIVE.length))) {
            TransferException failure = failure(server);

            assertThat(failure.kind()).isIn(Kind.DAMAGED, Kind.TOO_MANY_TRIES);
            rig.assertNothingCommitted();
        }
    }

    @Test
    void f4_anotherLengthThanExpectedIsRefusedBeforeAnyByteIsStored() {
        try (FaultyServer server = FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))) {
            TransferException failure = catchThrowableOfType(
                    TransferException.class,
                    () -> rig.engine().transfer(rig.request(server).expecting(ARCHIVE.length + 1L)));

            assertThat(failure.kind()).isEqualTo(Kind.WRONG_LENGTH);
            assertThat(failure.integrity()).isTrue();
            assertThat(rig.opened()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INLINE", "AFTER"})
    void f5_anErrorPageWithStatus200IsRefused(String mode) {
        byte[] page = "<html><body>https://x/secret-path expired</body></html>".getBytes();
        try (FaultyServer server = FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, page))) {
            TransferException failure = catchThrowableOfType(
                    TransferException.class,
                    () -> rig.engine().transfer(rig.request(server).inspected(InspectionMode.valueOf(mode))));

            assertThat(failure.kind()).isEqualTo(Kind.NOT_AN_ARCHIVE);
            assertThat(failure).hasMessageContaining("an HTML page");
            assertKeepsSecrets(failure);
            rig.assertNothingCommitted();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void f6_aRefusedLinkIsReplacedByAFreshOne(int status) throws Exception {
        List<TicketNeed> needs = new ArrayList<>();
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.number() == 1) {
                answer.head(status + " No", "Content-Length: 0");
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            TicketSource source = need -> {
                needs.add(need);
                return Rig.tickets(server, false).next(need);
            };
            ArchiveRecord record =
                    rig.engine().transfer(TransferRequest.of(source, rig.sinks(Rig.SMALL_PARTS), Rig.LOOPBACK));

            assertThat(record.tickets()).isEqualTo(2);
            assertThat(needs).containsExactly(new TicketNeed(Why.FIRST, 1, 0), new TicketNeed(Why.REFUSED, 2, status));
            assertThat(rig.committed()).isEqualTo(ARCHIVE);
        }
    }

    @Test
    void f6_linksThatAreAllRefusedEndWithStatusAndCode() {
        String page =
                "<?xml?><Error><Code>AccessDenied</Code><Message>Request has expired</Message><Sig>secret</Sig></Error>";
        try (FaultyServer server = FaultyServer.start((request, answer) ->
                answer.head("403 Forbidden", "Content-Length: " + page.length()).text(page))) {
            TransferException failure = failure(server);

            assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_TRIES);
            assertThat(((TransferException) failure.getCause()).kind()).isEqualTo(Kind.EXPIRED_LINK);
            assertThat(failure.status()).isEqualTo(403);
            assertThat(failure.code()).isEqualTo("AccessDenied");
            assertThat(server.requests()).hasSize(3);
            assertKeepsSecrets(failure);
        }
    }

    @Test
    void aContentEncodingIsStoredAsItWasSent() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> answer.head(
                        "200 OK", "Content-Encoding: gzip", "Content-Length: " + ARCHIVE.length)
                .body(ARCHIVE, 0, ARCHIVE.length))) {
            rig.fetch(server);
            assertThat(rig.committed()).isEqualTo(ARCHIVE);
        }
    }

    @Test
    void aBusyHostIsAskedAgainWithTheSameLink() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.number() < 4) {
                answer.head("503 Slow Down", "Content-Length: 0");
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            ArchiveRecord record = rig.fetch(server);
            assertThat(record.tickets()).isEqualTo(1);
            assertThat(record.restarts()).isZero();
            assertThat(rig.committed()).isEqualTo(ARCHIVE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 400, 405})
    void anAnswerThatServesNothingIsFinal(int status) {
        try (FaultyServer server =
                FaultyServer.start((request, answer) -> answer.head(status + " X", "Content-Length: 0"))) {
            TransferException failure = failure(server);
            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void f14_oneFlippedBitIsNeverCommitted() {
        byte[] damaged = ARCHIVE.clone();
        damaged[HALF] ^= 4;
        try (FaultyServer server = FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, damaged))) {
            TransferException failure = failure(server);

            assertThat(failure.kind()).isEqualTo(Kind.DAMAGED);
            assertThat(failure.integrity()).isTrue();
            rig.assertNothingCommitted();
        }
    }

    @Test
    void f16_severalMembersPassAndTrailingGarbageDoesNot() throws Exception {
        byte[] two = Archives.join(ARCHIVE, Archives.gzip(new byte[1024]));
        try (FaultyServer server = FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, two))) {
            rig.fetch(server);
            assertThat(rig.committed()).isEqualTo(two);
        }
        byte[] garbage = Archives.join(ARCHIVE, new byte[] {1, 2, 3});
        try (Rig other = Rig.quick(directory);
                FaultyServer server =
                        FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, garbage))) {
            assertThatThrownBy(() -> other.fetch(server)).isInstanceOf(TransferException.class);
            other.assertNothingCommitted();
        }
    }

    @Test
    void aTicketSourcesOwnFailureReachesTheCallerUnchanged() {
        IOException own = new IOException("no ticket today");
        TicketSource source = need -> {
            throw own;
        };

        assertThatThrownBy(() ->
                        rig.engine().transfer(TransferRequest.of(source, rig.sinks(Rig.SMALL_PARTS), Rig.LOOPBACK)))
                .isSameAs(own);
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
