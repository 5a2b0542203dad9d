package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.RecordedRequest;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a running service shows of itself: the status, the page, health, metrics and the log lines about what is under way. */
class ServiceStatusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long ARCHIVE_BYTES = 24L << 20;

    @TempDir
    private Path home;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aCopyIsSeenWhileItIsUnderWayAndAfterwards() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Progress.class);
        try (Sandbox sandbox = sandbox()) {
            Site site = new Site(home).disk("disk").schedule("0 0 4 1 1 ?").against(sandbox);
            log.start();
            logger.addAppender(log);
            logger.setLevel(Level.INFO);
            try (Service service = Service.start(site.load(), Duration.ofMillis(300));
                    Queue queue = new Queue(service.broker())) {
                await().atMost(PATIENCE).until(() -> stateOf(status(service)).equals("missing"));
                assertThat(log.list).as("an idle service logs nothing").isEmpty();
                assertThat(metrics(service)).contains("offsite_transfers_active 0.0");

                sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.Trickle(4L << 20)));
                queue.request("seen-1", "");
                whileItIsUnderWay(service);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(lines(log))
                                .anySatisfy(line -> assertThat(line)
                                        .contains(Sandbox.PROJECT + "/" + Site.CLUSTER)
                                        .contains("moving ", "(disk)", "iB/s")));

                await().atMost(PATIENCE).until(() -> stateOf(status(service)).equals("fresh"));
                afterwards(service);
                assertThat(String.join("\n", everything(service))).doesNotContain(secrets(sandbox));
                assertThat(String.join("\n", lines(log))).doesNotContain(secrets(sandbox));
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    private void whileItIsUnderWay(Service service) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode moving = status(service).at("/transfers/0");
            assertThat(moving.path("phase").asText()).isEqualTo("moving");
            assertThat(moving.path("plan").asText()).isEqualTo(Site.PLAN);
            assertThat(moving.path("store").asText()).isEqualTo("disk");
            assertThat(moving.path("bytes").asLong()).isPositive();
            assertThat(moving.path("bytesPerSecond").asLong()).isPositive();
            assertThat(metrics(service)).contains("offsite_transfers_active 1.0");
        });
    }

    private void afterwards(Service service) throws Exception {
        JsonNode after = status(service);
        assertThat(after.path("transfers")).isEmpty();
        assertThat(after.at("/outcomes/0/outcome").asText()).isEqualTo("copied");
        assertThat(after.at("/outcomes/0/bytes").asLong()).isGreaterThan(ARCHIVE_BYTES / 2);
        String metrics = metrics(service);
        assertThat(metrics)
                .contains("offsite_copies_total{outcome=\"copied\",plan=\"flex\",store=\"disk\"} 1.0")
                .contains("offsite_copies_total{outcome=\"failed\",plan=\"flex\",store=\"disk\"} 0.0")
                .contains("offsite_copy_bytes_total{plan=\"flex\",store=\"disk\"}")
                .contains("offsite_copy_seconds_count{plan=\"flex\",store=\"disk\"} 1")
                .contains(
                        "offsite_newest_copy_taken_timestamp_seconds{cluster=\"flex-orders\",plan=\"flex\",store=\"disk\"}")
                .contains("offsite_atlas_requests_total{operation=\"list-snapshots\",status=\"200\"} 1.0")
                .contains("offsite_transfer_bytes_total")
                .contains("offsite_transfers_active 0.0")
                .doesNotContain("camel_exchanges");
        assertThat(get(service.web().address()).body()).contains("<h1>atlas-offsite", "flex-orders", "fresh");
    }

    @Test
    void deadLettersThatWaitAreCountedUntilSomebodyTakesThem() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            Site site = new Site(home).disk("disk").against(sandbox);
            try (Service service = Service.start(site.load(), Duration.ofMillis(300));
                    Queue queue = new Queue(service.broker())) {
                queue.send("not json");
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(metrics(service))
                            .contains("offsite_dead_letters{reason=\"invalid-request\"} 1.0")
                            .contains("offsite_dead_letters{reason=\"throttled\"} 0.0")
                            .contains("offsite_letters_total{reason=\"invalid-request\"} 1.0");
                    assertThat(status(service)
                                    .at("/deadLetters/invalid-request")
                                    .asInt())
                            .isEqualTo(1);
                });
                String id = Cli.plain(site.command("dead", "list", "--json"))
                        .json()
                        .at("/0/id")
                        .asText();
                Cli.Ran dropped = Cli.plain(site.command("dead", "drop", id));
                assertThat(dropped.code()).as(dropped.err()).isZero();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(metrics(service))
                                .contains("offsite_dead_letters{reason=\"invalid-request\"} 0.0"));
            }
        }
    }

    @Test
    void healthIsGreenAlsoWhenNothingIsFresh() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            Site site = new Site(home).disk("disk").schedule("0 0 4 1 1 ?").against(sandbox);
            try (Service service = Service.start(site.load())) {
                URI management = service.web().managementAddress();
                for (String kind : List.of("live", "ready")) {
                    HttpResponse<String> answer = get(management.resolve("observe/health/" + kind));
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.body()).contains("UP");
                }
            }
        }
    }

    @Test
    void nobodyCanDoMoreThanRead() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            Site site = new Site(home).disk("disk").against(sandbox);
            try (Service service = Service.start(site.load())) {
                HttpRequest post = HttpRequest.newBuilder(
                                service.web().address().resolve("api/status"))
                        .header("Origin", "http://elsewhere.example")
                        .POST(BodyPublishers.ofString("{}"))
                        .build();
                assertThat(client.send(post, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(405);
                HttpResponse<String> read = client.send(
                        HttpRequest.newBuilder(service.web().address().resolve("api/status"))
                                .header("Origin", "http://elsewhere.example")
                                .header("X-Mine", "echo")
                                .build(),
                        BodyHandlers.ofString());
                assertThat(read.headers().map().keySet())
                        .noneMatch(name -> name.toLowerCase().startsWith("access-control"))
                        .noneMatch(name -> name.equalsIgnoreCase("x-mine"));
                assertThat(read.headers().firstValue("content-type")).contains("application/json");
                assertThat(get(service.web().address().resolve("nothing")).statusCode())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void aTakenPortKeepsNobodyFromCopying() throws Exception {
        try (Sandbox sandbox = sandbox();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Site site = new Site(home)
                    .disk("disk")
                    .with("http: { port: 0, managementPort: " + taken.getLocalPort() + " }")
                    .against(sandbox);

            try (Service service = Service.start(site.load(), Duration.ofMillis(300))) {
                assertThat(service.web().managementAddress().getPort()).isNotEqualTo(taken.getLocalPort());
                assertThat(metrics(service)).contains("offsite_transfers_active 0.0");
            }
        }
    }

    @Test
    void anAddressOfAnotherMachineIsAMistakeInTheConfiguration() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            Site site = new Site(home)
                    .disk("disk")
                    .with("http: { port: 0, managementPort: 0, address: 192.0.2.1 }")
                    .against(sandbox);

            Cli.Ran ran = Cli.plain(site.command("run"));

            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.err()).contains("http.address 192.0.2.1 is not one of this machine");
        }
    }

    private static Sandbox sandbox() {
        return Sandbox.start(
                SandboxOptions.builder().archiveBytes(ARCHIVE_BYTES).build());
    }

    private JsonNode status(Service service) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(service.web().address().resolve("api/status"));
        assertThat(answer.statusCode()).isEqualTo(200);
        return new Json().read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private String metrics(Service service) throws IOException, InterruptedException {
        return get(service.web().managementAddress().resolve("observe/metrics")).body();
    }

    private List<String> everything(Service service) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        all.add(get(service.web().address()).body());
        all.add(get(service.web().address().resolve("api/status")).body());
        all.add(metrics(service));
        all.add(get(service.web().managementAddress().resolve("observe/health")).body());
        return all;
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private static String stateOf(JsonNode status) {
        return status.at("/freshness/0/state").asText();
    }

    private static List<String> lines(ListAppender<ILoggingEvent> log) {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** The credential, and every token and signature Atlas gave out. */
    private static List<String> secrets(Sandbox sandbox) {
        List<String> secrets = new ArrayList<>(List.of("mdb_sa_sk_sandbox", "X-Amz-Signature"));
        for (RecordedRequest request : sandbox.requests()) {
            request.headers().getOrDefault("authorization", List.of()).stream()
                    .map(value -> value.replaceFirst("^\\w+ ", ""))
                    .forEach(secrets::add);
            if (request.operation().equals(Operation.DOWNLOAD.id())) {
                secrets.add(request.path());
            }
        }
        assertThat(secrets).hasSizeGreaterThan(3);
        return secrets;
    }
}
