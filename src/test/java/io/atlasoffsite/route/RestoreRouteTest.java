package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.message.RestoreOutcome;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.restore.RestorePreview;
import io.atlasoffsite.testing.Unpacked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** Offsite restores through the routes, by the contract of docs/routes.md. */
class RestoreRouteTest extends PackSupport {

    private final Json json = new Json();

    @Override
    String routes() {
        return OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS;
    }

    private void copy(String plan) {
        template.requestBody(
                "direct:offsite-copy-snapshot",
                "{\"schema\":1,\"requestId\":\"copy-" + plan + "\",\"plan\":\"" + plan + "\"}");
    }

    private static String newest(String id, String into) {
        return newest(id, into, "");
    }

    private static String newest(String id, String into, String more) {
        return "{\"schema\":1,\"requestId\":\"" + id + "\",\"newest\":{\"plan\":\"flex\"},\"into\":\"" + into + "\""
                + more + "}";
    }

    private RestoreResult restore(Object body) {
        return template.requestBody("direct:offsite-restore-copy", body, RestoreResult.class);
    }

    private Reason refused(Object body) {
        Exchange ended = template.request(
                "direct:offsite-restore-copy", exchange -> exchange.getMessage().setBody(body));
        assertThat(ended.getException()).isInstanceOf(OffsiteException.class);
        return ((OffsiteException) ended.getException()).reason();
    }

    private Path restores(String name) {
        return store("restores").resolve(name);
    }

    private Path archive(String store) throws IOException {
        Path folder = manifests(store).get(0).getParent();
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<JsonNode> audit() throws IOException {
        Path file = store("data").resolve("audit.jsonl");
        return Files.readAllLines(file).stream().map(this::parsed).toList();
    }

    private JsonNode parsed(String text) {
        try {
            return json.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(text, broken);
        }
    }

    private MockEndpoint mock(String uri) {
        return context.getEndpoint(uri, MockEndpoint.class);
    }

    private JsonNode last(String uri) {
        List<Exchange> received = mock(uri).getExchanges();
        assertThat(received).as(uri).isNotEmpty();
        return parsed(received.get(received.size() - 1).getMessage().getBody(String.class));
    }

    @Test
    void theNewestCopyBecomesTheFilesThatWereArchived() throws IOException {
        copy("flex");

        RestoreResult result = restore(newest("r1", "a/b"));

        RestoreOutcome.Unpacked outcome = (RestoreOutcome.Unpacked) result.outcome();
        assertThat(outcome.whole()).isTrue();
        assertThat(outcome.seconds()).isPositive();
        assertThat(result.subject().where()).isEqualTo("a/b");
        assertThat(Unpacked.files(restores("a/b").resolve("flex-orders")))
                .isNotEmpty()
                .isEqualTo(Unpacked.archive(archive("one")));
        assertThat(restores("a/b").resolve("RESTORE.md")).exists();
        assertThat(restores("a")).isDirectoryContaining("glob:**/b").isDirectoryNotContaining("glob:**.partial");
        assertThat(last(RESTORED).path("copyId").asText())
                .isEqualTo(result.subject().what());
        assertThat(audit()).extracting(line -> line.path("outcome").asText()).containsExactly("asked", "restored");
        assertThat(audit().get(0).path("who").asText()).startsWith("command ");
    }

    @Test
    void f42_aNameLeadsNowhereElseAndBlocksNoOther() throws IOException {
        copy("flex");
        Path outside = Files.createDirectories(store("outside"));
        Files.createDirectories(restores(""));
        Files.createSymbolicLink(restores("link"), outside);
        Files.createSymbolicLink(restores("dangling"), store("nowhere"));

        assertThat(refused(newest("r1", "link/a"))).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(refused(newest("r2", "dangling/a"))).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(outside).isEmptyDirectory();

        restore(newest("r3", "restored.json"));
        restore(newest("r4", "b"));
        assertThat(refused(newest("r5", "b/c"))).isEqualTo(Reason.RESTORE_REFUSED);
    }

    @Test
    void f38_theSameRequestFindsItsDirectoryAndAnotherOneIsRefused() throws IOException {
        copy("flex");
        restore(newest("r1", "a"));
        String event = last(EVENTS).path("id").asText();

        RestoreResult again = restore(newest("r1", "a"));

        assertThat(((RestoreOutcome.Unpacked) again.outcome()).repeated()).isTrue();
        assertThat(((RestoreOutcome.Unpacked) again.outcome()).seconds()).isZero();
        assertThat(last(EVENTS).path("id").asText()).isEqualTo(event);
        assertThat(mock(RESTORED).getReceivedCounter()).isEqualTo(2);
        assertThat(refused(newest("r2", "a"))).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(refused(newest("r1", "elsewhere"))).isEqualTo(Reason.CONFLICT);
        assertThat(refused(newest("r3", "a/inside"))).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(restores("elsewhere")).doesNotExist();
        assertThat(restores("a").resolve("inside")).doesNotExist();
    }

    @Test
    void aRequestThatComesAgainMeansTheCopyThatWasNewestAtFirst() {
        String older = sandbox().completedSnapshotIds("flex-orders").get(0);
        template.requestBody(
                "direct:offsite-copy-snapshot",
                "{\"schema\":1,\"requestId\":\"old\",\"plan\":\"flex\",\"snapshotId\":\"" + older + "\"}");
        String first = restore(newest("r1", "a")).subject().what();
        copy("flex");

        assertThat(first).endsWith(older);
        assertThat(restore(newest("r1", "a")).subject().what()).isEqualTo(first);
        assertThat(restore(newest("r2", "b")).subject().what()).isNotEqualTo(first);
        String before = "2100-01-01T00:00:00Z";
        assertThat(restore(Map.of(
                                "schema",
                                1,
                                "requestId",
                                "r3",
                                "newest",
                                Map.of("plan", "flex", "before", before),
                                "into",
                                "c"))
                        .subject()
                        .what())
                .isNotEqualTo(first);
    }

    @Test
    void onlyCopiesTakenBeforeTheInstantCount() {
        copy("flex");

        assertThat(refused(RestoreOrder.of(new RestoreRequest(
                        "r1",
                        new RestoreRequest.Newest("flex", Optional.empty(), Optional.of(Instant.EPOCH)),
                        Optional.empty(),
                        "a",
                        List.of(),
                        Optional.empty()))))
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(refused("{\"schema\":1,\"requestId\":\"r2\",\"newest\":{\"plan\":\"nope\"},\"into\":\"a\"}"))
                .isEqualTo(Reason.INVALID_REQUEST);
        assertThat(restores("a")).doesNotExist();
    }

    @Test
    void aPlanForManyClustersMustBeToldWhich() {
        copy("flex");
        copy("shared");
        String every = "{\"schema\":1,\"requestId\":\"r1\",\"newest\":{\"plan\":\"every\"%s},\"into\":\"a\"}";

        assertThat(refused(every.formatted(""))).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(restore(every.formatted(",\"cluster\":\"m2-legacy\""))
                        .subject()
                        .what())
                .contains("/m2-legacy/");
    }

    @Test
    void aPreviewChangesNothing() {
        copy("flex");

        RestorePreview preview =
                template.requestBody("direct:offsite-preview-restore", newest("r1", "a"), RestorePreview.class);

        assertThat(preview.bytes()).isPositive();
        assertThat(preview.fits()).isTrue();
        assertThat(preview.archives().get(0).stores()).containsExactly("one", "two");
        assertThat(store("restores")).doesNotExist();
        assertThat(store("data").resolve("audit.jsonl")).doesNotExist();
    }

    @Test
    void aMessageIsAnsweredWhereItsRequestSaysWithItsCorrelationId() {
        copy("flex");

        template.sendBodyAndHeaders(
                RESTORES,
                newest("r1", "a", ",\"replyTo\":\"offsite.replies.team\""),
                Map.of("JMSCorrelationID", "mine", "JMSMessageID", "ID:7", "JMSReplyTo", new ActiveMQQueue("other")));

        Exchange reply = mock("mock:reply:offsite.replies.team").getExchanges().get(0);
        assertThat(reply.getMessage().getHeader("JMSCorrelationID")).isEqualTo("mine");
        assertThat(last("mock:reply:offsite.replies.team").path("outcome").asText())
                .isEqualTo("restored");
        assertThat(last(EVENTS).path("type").asText()).isEqualTo("io.atlasoffsite.restore.completed");
    }

    @Test
    void aMessagesOwnReplyAddressCountsWhenItIsAllowed() throws IOException {
        copy("flex");

        template.sendBodyAndHeaders(
                RESTORES,
                newest("r1", "a"),
                Map.of("JMSMessageID", "ID:7", "JMSReplyTo", new ActiveMQQueue("offsite.replies")));
        template.sendBodyAndHeaders(
                RESTORES, newest("r2", "b"), Map.of("JMSReplyTo", new ActiveMQQueue("offsite.copy.requests")));

        Exchange reply = mock("mock:reply:offsite.replies").getExchanges().get(0);
        assertThat(reply.getMessage().getHeader("JMSCorrelationID")).isEqualTo("ID:7");
        assertThat(mock("mock:reply:offsite.copy.requests").getReceivedCounter())
                .isZero();
        assertThat(restores("b")).exists();
        assertThat(audit().get(0).path("who").asText()).isEqualTo("message ID:7");
    }

    @Test
    void f38_aRequestManyTimesAtOnceIsOneRestoreAndOnlyOneOfItsIdIsTaken() throws Exception {
        copy("flex");
        List<CompletableFuture<Object>> all = new ArrayList<>();
        for (int each = 0; each < 6; each++) {
            all.add(template.asyncRequestBody("direct:offsite-restore-copy", newest("r1", "a")));
        }
        for (CompletableFuture<Object> one : all) {
            assertThat(((RestoreResult) one.get(30, TimeUnit.SECONDS)).outcome().word())
                    .isEqualTo("restored");
        }

        List<CompletableFuture<Object>> others = Stream.of("b", "c", "d")
                .map(into -> template.asyncRequestBody("direct:offsite-restore-copy", (Object) newest("r2", into)))
                .toList();
        others.forEach(one -> await().until(one::isDone));
        assertThat(others)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .hasSize(2);
        assertThat(Stream.of("b", "c", "d").filter(into -> Files.exists(restores(into))))
                .hasSize(1);
    }

    @Test
    void f42_aReplyAddressThatIsNotAllowedRefusesTheRequest() {
        copy("flex");

        template.sendBody(RESTORES, newest("r1", "a", ",\"replyTo\":\"offsite.copy.requests\""));

        DeadLetter letter = letter(Reason.INVALID_REQUEST);
        assertThat(letter.summary()).contains("replyTo");
        assertThat(letter.queue()).isEqualTo(RequestQueue.RESTORE);
        assertThat(restores("a")).doesNotExist();
        assertThat(mock("mock:reply:offsite.copy.requests").getReceivedCounter())
                .isZero();
    }

    @Test
    void f45_aDamagedByteIsALetterAFailedEventAndAnAnswerAndNoDirectory() throws IOException {
        copy("shared");
        Path archive = archive("one");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        template.sendBody(
                RESTORES,
                "{\"schema\":1,\"requestId\":\"r1\",\"newest\":{\"plan\":\"shared\"},\"into\":\"a\",\"replyTo\":\"offsite.replies\"}");

        DeadLetter letter = letter(Reason.INTEGRITY);
        assertThat(letter.context().plan()).isEqualTo("shared");
        assertThat(letter.hint()).isNotEmpty();
        assertThat(last(EVENTS).path("type").asText()).isEqualTo("io.atlasoffsite.restore.failed");
        assertThat(last(EVENTS).path("data").path("reason").asText()).isEqualTo("integrity");
        assertThat(last("mock:reply:offsite.replies").path("outcome").asText()).isEqualTo("failed");
        assertThat(store("restores")).doesNotExist();
        assertThat(audit()).extracting(line -> line.path("outcome").asText()).containsExactly("asked", "failed");
    }

    @Test
    void f42_whatIsNoRequestIsALetterOfItsQueueAndLeavesNothing() {
        template.sendBody(RESTORES, "not json");
        template.sendBody(RESTORES, newest("r1", "../x"));

        assertThat(mock(DEAD + ".invalid-request").getReceivedCounter()).isEqualTo(2);
        assertThat(letter(Reason.INVALID_REQUEST).queue()).isEqualTo(RequestQueue.RESTORE);
        assertThat(last(EVENTS).path("data").path("restore").asText()).isEqualTo("offsite");
        assertThat(store("restores")).doesNotExist();
        assertThat(store("data").resolve("audit.jsonl")).doesNotExist();
    }

    @Test
    void whatTakesOverMayFailAndRunsAgainWithTheSameRequest() throws IOException {
        copy("flex");
        mock(RESTORED).whenExchangeReceived(1, exchange -> {
            throw new IOException("not now");
        });

        template.sendBody(RESTORES, newest("r1", "a"));
        assertThat(letter(Reason.UNEXPECTED).queue()).isEqualTo(RequestQueue.RESTORE);
        assertThat(restores("a")).exists();
        template.sendBody(RESTORES, newest("r1", "a"));

        assertThat(last(EVENTS).path("type").asText()).isEqualTo("io.atlasoffsite.restore.completed");
        assertThat(audit())
                .extracting(line -> line.path("outcome").asText())
                .containsExactly("asked", "failed", "asked", "restored");
    }

    @Test
    void anAnswerThatCannotBeSentMakesTheRestoreNoFailure() {
        copy("flex");
        mock("mock:reply:offsite.replies").whenAnyExchangeReceived(exchange -> {
            throw new IOException("no such queue");
        });

        template.sendBody(RESTORES, newest("r1", "a", ",\"replyTo\":\"offsite.replies\""));

        assertThat(mock(DEAD + ".unexpected").getReceivedCounter()).isZero();
        assertThat(restores("a")).exists();
    }

    @Test
    void f34_withoutAnAuditLogNothingIsRestored() throws IOException {
        copy("flex");
        Files.createDirectories(store("data").resolve("audit.jsonl"));

        assertThatExceptionOfType(CamelExecutionException.class)
                .isThrownBy(() -> restore(newest("r1", "a")))
                .satisfies(thrown -> assertThat(thrown.getCause())
                        .isInstanceOfSatisfying(
                                OffsiteException.class,
                                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.RESTORE_REFUSED)));
        assertThat(restores("a")).doesNotExist();
    }

    private DeadLetter letter(Reason reason) {
        List<Exchange> letters = mock(DEAD + "." + reason.code()).getExchanges();
        assertThat(letters).as("letters %s", reason).isNotEmpty();
        return DeadLetter.parse(
                letters.get(0).getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8), json);
    }
}
