package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.Reason;
import io.atlasoffsite.route.Broker;
import io.atlasoffsite.route.Headers;
import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dead and copy --enqueue against a running service. */
class DeadCommandIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private Cli cli;
    private Service service;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder().archiveBytes(100_000).build());
        cli = new Cli(directory).configured(sandbox);
        Logs.level(false, false);
        service = Service.start(cli.installation());
    }

    @AfterEach
    void stop() {
        service.close();
        sandbox.close();
    }

    private JsonNode letters() {
        return cli.run("dead", "list", "--json").json();
    }

    private JsonNode awaitLetters(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> letters().size() == count);
        return letters();
    }

    private String deadRequest(String cluster) {
        Cli.Ran ran = cli.run(
                "copy", "--project", Cli.PROJECT, "--cluster", cluster, "--store", "disk", "--enqueue", "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.json().get("requestId").asText();
    }

    private void put(String queue, String text, Map<String, String> properties) throws IOException {
        try (BrokerSession session = BrokerSession.open(cli.installation())) {
            BrokerSession.doing(() -> {
                Message message = session.jms().createTextMessage(text);
                for (Map.Entry<String, String> property : properties.entrySet()) {
                    message.setStringProperty(property.getKey(), property.getValue());
                }
                session.jms().createProducer(session.jms().createQueue(queue)).send(message);
                return message;
            });
            session.commit();
        }
    }

    @Test
    void anEnqueuedRequestIsCopiedByTheService() {
        Cli.Ran ran = cli.run("copy", "orders", "--enqueue");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("copy-");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> cli.run("list", "--json").json().size() == 2);
        assertThat(cli.run("check").out()).contains("of the running service");
    }

    @Test
    void aLetterIsListedShownAndDropped() {
        String requestId = deadRequest("nope");
        JsonNode letter = awaitLetters(1).get(0);
        String id = letter.get("id").asText();
        assertThat(letter.get("reason").asText()).isEqualTo("not-found");
        assertThat(letter.get("queue").asText()).isEqualTo("offsite.dead.not-found");
        assertThat(cli.run("dead", "list").out()).contains(id, "not-found", "nope", "1 dead letter");
        assertThat(cli.run("dead", "list", "--reason", "throttled", "--json").json())
                .isEmpty();
        assertThat(cli.run("dead", "show", id.substring(0, 8)).out()).contains("CLUSTER_NOT_FOUND", requestId);
        assertThat(cli.run("dead", "show", id, "--json").json().get("id").asText())
                .isEqualTo(id);
        Cli.Ran dropped = cli.run("dead", "drop", id.substring(0, 8));
        assertThat(dropped.code()).isZero();
        assertThat(dropped.out()).isEqualToIgnoringNewLines("dropped " + id);
        assertThat(letters()).isEmpty();
    }

    @Test
    void aReplayedLetterIsWorkedOnAgain() throws IOException {
        deadRequest("nope");
        String id = awaitLetters(1).get(0).get("id").asText();
        Cli.Ran ran = cli.run("dead", "replay", id, "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.json().get(0).get("outcome").asText()).isEqualTo("replayed");
        // It fails again, which makes a letter of its own: the broker did not take the second coming for a duplicate.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> letters().size() == 1
                        && !letters().get(0).get("id").asText().equals(id));
    }

    @Test
    void whatWasPutRightIsCopiedByAReplay() throws IOException {
        Files.delete(cli.store("disk"));
        deadRequest("flex-orders");
        assertThat(awaitLetters(1).get(0).get("reason").asText()).isEqualTo("store-refused");
        Files.createDirectories(cli.store("disk"));
        assertThat(cli.run("dead", "replay", "--reason", "store-refused").code())
                .isZero();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> cli.run("list", "--json").json().size() == 1);
        assertThat(letters()).isEmpty();
    }

    @Test
    void f38_oneLetterIsReplayedOnceHoweverOftenItComesBack() throws IOException {
        deadRequest("nope");
        JsonNode letter = awaitLetters(1).get(0);
        String id = letter.get("id").asText();
        cli.run("dead", "replay", id);
        JsonNode second = awaitOther(id);
        put(letter.get("queue").asText(), letter.toString(), Map.of(Headers.LETTER_ID, id));
        Cli.Ran again = cli.run("dead", "replay", id, "--json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.json().get(0).get("outcome").asText()).isEqualTo("replayed before");
        assertThat(letters()).hasSize(1);
        assertThat(letters().get(0).get("id")).isEqualTo(second.get("id"));
    }

    private JsonNode awaitOther(String id) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> letters().size() == 1
                        && !letters().get(0).get("id").asText().equals(id));
        return letters().get(0);
    }

    @Test
    void f42_aBrokenRequestCannotBeReplayedAndSaysSo() throws IOException {
        put(Queues.COPY_REQUESTS, "not \u001b[31mJSON", Map.of());
        JsonNode letter = awaitLetters(1).get(0);
        assertThat(letter.get("reason").asText()).isEqualTo("invalid-request");
        Cli.Ran replay = cli.run("dead", "replay", "--all");
        assertThat(replay.code()).isEqualTo(2);
        assertThat(replay.errLines()).hasSize(1);
        assertThat(replay.err()).contains("cannot be replayed");
        assertThat(cli.run("dead", "show", letter.get("id").asText()).out())
                .contains("broken, ")
                .doesNotContain("\u001b");
        assertThat(letters()).hasSize(1);
    }

    @Test
    void aRequestTheBrokerGaveUpOnIsALetterToo() throws IOException {
        String request = "{\"schema\":1,\"requestId\":\"given-up\",\"plan\":\"orders\"}";
        put(Queues.dead(Reason.UNEXPECTED), request, Map.of(Broker.GROUP_ID, "some/group"));
        JsonNode letter = awaitLetters(1).get(0);
        assertThat(letter.get("summary").asText()).contains("the broker gave up");
        assertThat(letter.get("plan").asText()).isEqualTo("orders");
        Cli.Ran ran = cli.run("dead", "replay", letter.get("id").asText());
        assertThat(ran.code()).as(ran.err()).isZero();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> cli.run("list", "--json").json().size() == 2);
        assertThat(letters()).isEmpty();
    }

    @Test
    void anUnknownIdIsExitCodeFourAndAnAmbiguousOneTwo() throws IOException {
        put(Queues.dead(Reason.UNEXPECTED), "{}", Map.of());
        put(Queues.dead(Reason.UNEXPECTED), "{}", Map.of());
        JsonNode two = awaitLetters(2);
        String one = two.get(0).get("id").asText();
        String other = two.get(1).get("id").asText();
        int common = 0;
        while (one.charAt(common) == other.charAt(common)) {
            common++;
        }
        assertThat(cli.run("dead", "show", "zzzz").code()).isEqualTo(4);
        if (common > 0) {
            Cli.Ran ambiguous = cli.run("dead", "drop", one.substring(0, common));
            assertThat(ambiguous.code()).isEqualTo(2);
            assertThat(ambiguous.err()).contains(one, other);
        }
        assertThat(cli.run("dead", "drop", "--all").code()).isZero();
        assertThat(letters()).isEmpty();
    }
}
