package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.route.CopyRig.Ended;
import io.atlasoffsite.route.CopyRig.Wish;
import io.atlasoffsite.transfer.ArchiveRecord;
import io.atlasoffsite.transfer.FaultyServer;
import io.atlasoffsite.transfer.FaultyServer.Answer;
import io.atlasoffsite.transfer.FaultyServer.Request;
import io.atlasoffsite.transfer.Ticket;
import io.atlasoffsite.transfer.TicketSource;
import io.atlasoffsite.transfer.inspect.Archives;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F6 to F10: links that expire or serve once, and streams that cannot be continued. */
abstract class SpentLinkContract extends FaultsContract {

    private static final String ETAG = "\"v1\"";
    private static final byte[] OTHER = Archives.dataDirectory(22, 11 << 20);

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void f6_aLinkRefusedBeforeTheFirstByteIsReplaced(int status) throws Exception {
        Ended ended = copy((request, answer) -> {
            if (request.number() == 1) {
                answer.head(status + " No", "Content-Length: 0");
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        });

        assertThat(ended.record().tickets()).isEqualTo(2);
    }

    @Test
    void f6_linksThatHaveAllExpiredLeaveNoCopy() throws Exception {
        String page = "<Error><Code>AccessDenied</Code><Message>Request has expired: secret</Message></Error>";
        Ended ended = copy((request, answer) ->
                answer.head("403 Forbidden", "Content-Length: " + page.length()).text(page));

        assertRow(ended.why(), "The download host", "refused, or the link had expired");
        assertThat(ended.why().status()).isEqualTo(403);
        assertThat(ended.why().code()).isEqualTo("AccessDenied");
    }

    @Test
    void f7_aLinkThatExpiresBetweenTwoRangesIsReplacedAndTheArchiveStartsAgain() throws Exception {
        Ended ended = copy((request, answer) -> {
            if (request.path().startsWith("/secret-path/2")) {
                FaultyServer.serveWhole(answer, ARCHIVE);
            } else if (request.headers().containsKey("range")) {
                answer.head("403 Forbidden", "Content-Length: 0");
            } else {
                serveHalf(answer, ETAG);
            }
        });

        assertThat(ended.record().tickets()).isEqualTo(2);
        assertThat(ended.record().restarts()).isEqualTo(1);
        assertThat(ended.record().resumes()).isZero();
    }

    @Test
    void f7_aLinkKnownToHaveExpiredBetweenTwoRangesIsNotAskedAgain() throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.path().equals("/secret-1")) {
                serveHalf(answer, ETAG);
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            TicketSource expired =
                    need -> new Ticket(server.url("/secret-" + need.number()), Optional.of(Instant.EPOCH), false);
            rig().copy(Wish.of(ARCHIVE, expired)).record();

            assertThat(asked(server)).containsExactly("GET /secret-1", "GET /secret-2");
        }
    }

    @Test
    void f8_aOneTimeLinkThatServesTheWholeArchiveIsAskedOnce() throws Exception {
        assertThat(oneTime(false, 404, 0)).containsExactly("GET 1");
    }

    @Test
    void f8_aBrokenOneTimeLinkIsReplacedAndNotAskedAgain() throws Exception {
        assertThat(oneTime(false, 404, 1)).containsExactly("GET 1", "GET 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 409, 410})
    void f8_aBrokenOneTimeLinkThatShowedRangesIsReplacedWhenItRefusesTheSecondGet(int refusal) throws Exception {
        assertThat(oneTime(true, refusal, 1)).containsExactly("GET 1", "GET 1 range", "GET 2");
    }

    /** What a host with one-time links saw that breaks off the first answers; each second GET of a link is refused. */
    private List<String> oneTime(boolean ranges, int refusal, int broken) throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            String link = request.path();
            int number = link.charAt("/secret-path/".length()) - '0';
            if (request.headers().containsKey("range")) {
                answer.head(refusal + " Spent", "Content-Length: 0");
            } else if (number <= broken) {
                String[] shown = ranges ? new String[] {"ETag: " + ETAG, "Accept-Ranges: bytes"} : new String[0];
                answer.head("200 OK", headers("Content-Length: " + ARCHIVE.length, shown))
                        .body(ARCHIVE, 0, HALF);
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            rig().copy(Wish.of(ARCHIVE, tickets(server, true))).record();
            return server.requests().stream()
                    .map(request -> request.method() + " " + request.path().charAt("/secret-path/".length())
                            + (request.headers().containsKey("range") ? " range" : ""))
                    .toList();
        }
    }

    private static String[] headers(String first, String... more) {
        String[] all = new String[more.length + 1];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }

    private static List<String> asked(FaultyServer server) {
        return server.requests().stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "f9-ignored",
        "f9-wrong-start",
        "f9-wrong-end",
        "f9-wrong-total",
        "f9-no-content-range",
        "f9-200-with-content-range",
        "f9-416",
        "f10-other",
        "f10-weak",
        "f10-none"
    })
    void f9_f10_aWrongContinuationIsNeverJoined(String fault) throws Exception {
        Ended ended = copy((request, answer) -> {
            if (request.number() == 1) {
                serveHalf(answer, ETAG);
            } else if (request.headers().containsKey("range")) {
                continueWrongly(fault, request, answer);
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        });

        assertThat(ended.record().restarts()).isEqualTo(1);
        assertThat(ended.record().resumes()).isZero();
    }

    private static void continueWrongly(String fault, Request request, Answer answer) throws Exception {
        int from = request.from();
        int last = ARCHIVE.length - 1;
        int total = ARCHIVE.length;
        switch (fault) {
            case "f9-ignored" -> FaultyServer.serveWhole(answer, ARCHIVE);
            case "f9-wrong-start" -> partial(answer, "206 P", from - 1, last, total, "ETag: " + ETAG);
            case "f9-wrong-end" -> partial(answer, "206 P", from, last - 1, total, "ETag: " + ETAG);
            case "f9-wrong-total" -> partial(answer, "206 P", from, last, total + 1, "ETag: " + ETAG);
            case "f9-no-content-range" ->
                answer.head("206 P", "Content-Length: " + (total - from), "ETag: " + ETAG)
                        .body(ARCHIVE, from, total);
            case "f9-200-with-content-range" -> partial(answer, "200 OK", from, last, total, "ETag: " + ETAG);
            case "f9-416" -> answer.head("416 Range Not Satisfiable", "Content-Range: bytes */" + total);
            case "f10-other" -> partial(answer, "206 P", from, last, total, "ETag: \"v2\"");
            case "f10-weak" -> partial(answer, "206 P", from, last, total, "ETag: W/" + ETAG);
            default -> partial(answer, "206 P", from, last, total, "X-None: 1");
        }
    }

    private static void partial(Answer answer, String status, int from, int last, int total, String etag)
            throws Exception {
        answer.head(
                        status,
                        "Content-Length: " + (last + 1 - from),
                        "Content-Range: bytes " + from + "-" + last + "/" + total,
                        etag)
                .body(ARCHIVE, from, last + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void f10_anArchiveThatChangesBetweenTwoRangesIsNeverMixed(boolean honoursIfRange) throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.number() == 1) {
                serveHalf(answer, ETAG);
            } else if (honoursIfRange) {
                FaultyServer.serveWhole(answer, OTHER);
            } else {
                FaultyServer.serveRanges(request, answer, OTHER, "\"v2\"");
            }
        })) {
            ArchiveRecord record =
                    rig().copy(Wish.of(OTHER, tickets(server, false))).record();

            assertThat(record.restarts()).isEqualTo(1);
            assertThat(server.requests().get(1).headers()).containsEntry("if-range", ETAG);
        }
    }

    @Test
    void f10_aHostThatLiesAboutTheETagIsFoundOutByTheArchive() throws Exception {
        Ended ended = copy((request, answer) -> {
            if (request.number() == 1) {
                serveHalf(answer, ETAG);
            } else {
                byte[] liar = OTHER.length >= ARCHIVE.length ? OTHER : Archives.join(OTHER, new byte[1000]);
                answer.head(
                                "206 P",
                                "Content-Length: " + (ARCHIVE.length - request.from()),
                                "Content-Range: bytes " + request.from() + "-" + (ARCHIVE.length - 1) + "/"
                                        + ARCHIVE.length,
                                "ETag: " + ETAG)
                        .body(liar, request.from(), ARCHIVE.length);
            }
        });

        assertNotWhole(ended.why(), "damaged gzip or tar");
    }
}
