package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.route.CopyRig.Ended;
import io.atlasoffsite.route.CopyRig.Wish;
import io.atlasoffsite.transfer.ArchiveRecord;
import io.atlasoffsite.transfer.FaultyServer;
import io.atlasoffsite.transfer.FaultyServer.Answer;
import io.atlasoffsite.transfer.LengthProof;
import io.atlasoffsite.transfer.inspect.Archives;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F1 to F4 and F11: the stream breaks, ends, stalls, or is not as long as it was said to be. */
abstract class BrokenStreamContract extends FaultsContract {

    private static final String LENGTH = "Content-Length: " + ARCHIVE.length;

    @Test
    void f1_aResetInTheBodyIsMadeGoodByAnotherTry() throws Exception {
        Ended ended = copy((request, answer) -> {
            if (request.number() == 1) {
                answer.head("200 OK", LENGTH).body(ARCHIVE, 0, HALF).reset();
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        });

        assertThat(ended.record().restarts()).isEqualTo(1);
        assertThat(ended.record().tickets()).isEqualTo(1);
    }

    @Test
    void f1_aResetIsContinuedWhereTheHostShowsHow() throws Exception {
        Ended ended = copy((request, answer) -> {
            if (request.number() == 1) {
                serveHalf(answer, "\"v1\"");
                answer.reset();
            } else {
                FaultyServer.serveRanges(request, answer, ARCHIVE, "\"v1\"");
            }
        });

        assertThat(ended.record().resumes()).isEqualTo(1);
        assertThat(ended.record().restarts()).isZero();
    }

    @Test
    void f1_resetsWithoutEndLeaveNoCopy() throws Exception {
        Ended ended = copy((request, answer) -> {
            answer.head("200 OK", LENGTH).body(ARCHIVE, 0, HALF);
            answer.reset();
        });

        assertBrokeOff(ended.why());
    }

    @Test
    void f2_aBodyCutShortByACleanCloseIsMadeGoodByAnotherTry() throws Exception {
        Ended ended = copy((request, answer) -> {
            if (request.number() == 1) {
                answer.head("200 OK", LENGTH).body(ARCHIVE, 0, ARCHIVE.length - 1);
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        });

        assertThat(ended.record().restarts()).isEqualTo(1);
    }

    @Test
    void f2_bodiesCutShortWithoutEndLeaveNoCopy() throws Exception {
        Ended ended = copy((request, answer) -> answer.head("200 OK", LENGTH).body(ARCHIVE, 0, HALF));

        assertBrokeOff(ended.why());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f3_withoutContentLengthTheArchiveProvesItself(boolean chunked) throws Exception {
        Ended ended = copy((request, answer) -> serveWithoutLength(answer, chunked, ARCHIVE.length));

        assertThat(ended.record().length()).isEqualTo(LengthProof.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f3_withoutContentLengthACutIsNoticedAndTriedAgain(boolean chunked) throws Exception {
        Ended ended = copy((request, answer) ->
                serveWithoutLength(answer, chunked, request.number() == 1 ? HALF : ARCHIVE.length));

        assertThat(ended.record().restarts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f3_withoutContentLengthCutsWithoutEndLeaveNoCopy(boolean chunked) throws Exception {
        Ended ended = copy((request, answer) -> serveWithoutLength(answer, chunked, HALF));

        assertBrokeOff(ended.why());
    }

    /** A cut in a chunked body falls into the middle of a chunk. */
    private static void serveWithoutLength(Answer answer, boolean chunked, int to) throws Exception {
        if (!chunked) {
            answer.head("200 OK", "Connection: close").body(ARCHIVE, 0, to);
            return;
        }
        answer.head("200 OK", "Transfer-Encoding: chunked")
                .text(Integer.toHexString(ARCHIVE.length) + "\r\n")
                .body(ARCHIVE, 0, to);
        if (to == ARCHIVE.length) {
            answer.text("\r\n0\r\n\r\n");
        }
    }

    @Test
    void f4_aContentLengthThatPromisesMoreThanComesLeavesNoCopy() throws Exception {
        Ended ended = copy((request, answer) ->
                answer.head("200 OK", "Content-Length: " + (ARCHIVE.length + 1)).body(ARCHIVE, 0, ARCHIVE.length));

        assertBrokeOff(ended.why());
    }

    @Test
    void f4_aContentLengthThatPromisesLessThanTheArchiveLeavesNoCopy() throws Exception {
        Ended ended = copy((request, answer) ->
                answer.head("200 OK", "Content-Length: " + (ARCHIVE.length - 1)).body(ARCHIVE, 0, ARCHIVE.length));

        assertNotWhole(ended.why(), "damaged gzip or tar");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void f4_anotherLengthThanIsKnownBeforehandLeavesNoCopy(int wrongBy) throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, ARCHIVE))) {
            Ended ended =
                    rig().copy(Wish.of(ARCHIVE, tickets(server, false)).expecting((long) ARCHIVE.length + wrongBy));

            assertNotWhole(ended.why(), "not the length that was announced");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void f4_moreThanIsKnownBeforehandWithoutAContentLengthLeavesNoCopy() throws Exception {
        try (FaultyServer server =
                FaultyServer.start((request, answer) -> serveWithoutLength(answer, true, ARCHIVE.length))) {
            Ended ended = rig().copy(Wish.of(ARCHIVE, tickets(server, false)).expecting(ARCHIVE.length - 1L));

            assertNotWhole(ended.why(), "not the length that was announced");
        }
    }

    @Test
    void f4_lessThanIsKnownBeforehandWithoutAContentLengthIsACut() throws Exception {
        byte[] longer = Archives.join(ARCHIVE, Archives.gzip(new byte[1024]));
        try (FaultyServer server =
                FaultyServer.start((request, answer) -> serveWithoutLength(answer, true, ARCHIVE.length))) {
            Ended ended = rig().copy(Wish.of(longer, tickets(server, false)).expecting(longer.length));

            assertBrokeOff(ended.why());
        }
    }

    @Test
    void f11_aStallIsABrokenStream() throws Exception {
        restart(settings().withStallTimeout(Duration.ofMillis(300)));
        FaultyServer[] self = new FaultyServer[1];
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.number() == 1) {
                answer.head("200 OK", LENGTH).body(ARCHIVE, 0, HALF).flush();
                self[0].hang();
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            self[0] = server;
            ArchiveRecord record =
                    rig().copy(Wish.of(ARCHIVE, tickets(server, false))).record();

            assertThat(record.restarts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f11_stallsWithoutEndLeaveNoCopy(boolean answers) throws Exception {
        restart(settings().withStallTimeout(Duration.ofMillis(100)));
        FaultyServer[] self = new FaultyServer[1];
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (answers) {
                answer.head("200 OK", LENGTH).body(ARCHIVE, 0, HALF).flush();
            }
            self[0].hang();
        })) {
            self[0] = server;

            assertBrokeOff(rig().copy(Wish.of(ARCHIVE, tickets(server, false))).why());
        }
    }

    @Test
    void f11_aTrickleIsFineAsLongAsBytesCome() throws Exception {
        byte[] small = Archives.dataDirectory(5, 200);
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            answer.head("200 OK", "Content-Length: " + small.length);
            for (int at = 0; at < small.length; at++) {
                answer.body(small, at, at + 1).flush();
            }
        })) {
            assertThat(rig().copy(Wish.of(small, tickets(server, false)))
                            .record()
                            .restarts())
                    .isZero();
        }
    }
}
