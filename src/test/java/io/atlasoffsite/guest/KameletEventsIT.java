package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.sandbox.JobTiming;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Kamelet of events in an application of YAML alone, on a broker that lets in one user. */
class KameletEventsIT {

    private static final String SOURCE = "offsite-events-source";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    private final Queue<Exchange> taken = new ConcurrentLinkedQueue<>();
    private KameletBroker broker;
    private YamlHost host;

    @BeforeEach
    void begin() throws Exception {
        broker = new KameletBroker();
        host = new YamlHost(home)
                .property("camel.kamelet." + SOURCE + ".brokerUrl", broker.url())
                .property("camel.kamelet." + SOURCE + ".username", KameletBroker.USER)
                .property("camel.kamelet." + SOURCE + ".password", KameletBroker.PASSWORD)
                .bean("take", (Processor) exchange -> taken.add(exchange.copy()));
    }

    @AfterEach
    void end() throws Exception {
        host.close();
        broker.stop();
    }

    private static String listening(String id, String types, String step) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: kamelet:" + SOURCE + "\n"
                + (types.isEmpty() ? "" : "      parameters: { types: \"" + types + "\" }\n")
                + "      steps:\n        - to: " + step + "\n";
    }

    @Test
    void anEventComesAsItsTextWithItsTypeAndNoOtherHeader() throws Exception {
        host.routes(listening("listen", "", "bean:take")).start();

        broker.send("io.atlasoffsite.copy.failed", "{\"a\":1}");

        await().atMost(PATIENCE).until(() -> taken.size() == 1);
        assertThat(taken.peek().getMessage().getBody(String.class)).isEqualTo("{\"a\":1}");
        assertThat(taken.peek().getMessage().getHeaders())
                .containsExactly(Map.entry("OffsiteEventType", "io.atlasoffsite.copy.failed"));
        assertThat(broker.has("elsewhere")).as("an answer").isFalse();
    }

    @Test
    void anEventWhoseRouteFailsComesAgain() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        host.bean("fail-twice", (Processor) exchange -> {
            if (failures.incrementAndGet() <= 2) {
                throw new IllegalStateException("not yet");
            }
            taken.add(exchange.copy());
        });
        host.routes(listening("listen", "", "bean:fail-twice")).start();

        broker.send("io.atlasoffsite.copy.failed", "{}");

        await().atMost(PATIENCE).until(() -> taken.size() == 1);
        assertThat(failures).hasValue(3);
    }

    @Test
    void anEventThatWasNotWorkedOnOutlivesTheHost() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        host.bean("fail", (Processor) exchange -> {
            failures.incrementAndGet();
            throw new IllegalStateException("never");
        });
        // After ten deliveries the broker would be right to drop it.
        broker.deliverForEver();
        host.routes(listening("listen", "", "bean:fail")).start();
        broker.send("io.atlasoffsite.copy.failed", "{\"b\":2}");
        await().atMost(PATIENCE).until(() -> failures.get() > 0);
        host.close();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(broker.events()).isEqualTo(1));
    }

    @Test
    void eachListenerTakesItsTypesAndLeavesTheOthers() throws Exception {
        Queue<String> completed = new ConcurrentLinkedQueue<>();
        host.bean("completed", (Processor)
                exchange -> completed.add(exchange.getMessage().getBody(String.class)));
        host.routes(listening("failures", "io.atlasoffsite.copy.failed, io.atlasoffsite.restore.failed", "bean:take"))
                .routes(listening("completions", "io.atlasoffsite.copy.completed", "bean:completed"))
                .start();

        broker.send("io.atlasoffsite.copy.completed", "1");
        broker.send("io.atlasoffsite.copy.failed", "2");
        broker.send("io.atlasoffsite.copy.started", "3");
        broker.send("io.atlasoffsite.restore.failed", "4");

        await().atMost(PATIENCE).until(() -> taken.size() == 2 && completed.size() == 1);
        assertThat(taken)
                .extracting(exchange -> exchange.getMessage().getBody(String.class))
                .containsExactly("2", "4");
        assertThat(completed).containsExactly("1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(broker.events()).isEqualTo(1));
    }

    @Test
    void theExampleOfTheDocumentTakesFailuresAndLeavesTheRest() throws Exception {
        host.property("password", KameletBroker.PLAINER)
                .routes(KameletDoc.example(
                        2,
                        Map.of(
                                "tcp://broker.example.com:61616",
                                broker.url(),
                                "{{env:BROKER_PASSWORD}}",
                                "{{password}}",
                                "- log: \"${body}\"",
                                "- log: \"${body}\"\n        - to: bean:take")))
                .start();

        broker.send("io.atlasoffsite.copy.completed", "1");
        broker.send("io.atlasoffsite.restore.failed", "2");

        await().atMost(PATIENCE).until(() -> !taken.isEmpty());
        assertThat(taken)
                .extracting(exchange -> exchange.getMessage().getBody(String.class))
                .containsExactly("2");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(broker.events()).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({"types, it's", "queue, a?b=c", "brokerUrl, nowhere", "brokerUrl, ''"})
    void aWrongParameterStopsTheStartInOneSentence(String name, String value) throws Exception {
        host.property("camel.kamelet." + SOURCE + "." + name, value).routes(listening("listen", "", "bean:take"));

        Throwable thrown = catchThrowable(host::start);
        while (thrown.getCause() != null && !(thrown instanceof io.atlasoffsite.plan.ConfigException)) {
            thrown = thrown.getCause();
        }
        assertThat(thrown).hasMessageStartingWith("Kamelet " + SOURCE + ": " + name + ": ");
    }

    @Test
    void theEventsOfThePackItselfAreTakenByType() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
                .archiveBytes(100_000)
                .timing(new JobTiming(1, 2, 2, 2, Duration.ZERO))
                .build())) {
            java.nio.file.Files.createDirectories(home.resolve("copies"));
            java.nio.file.Files.writeString(home.resolve("offsite.yaml"), """
                    version: 1
                    atlas:
                      sandbox:
                        baseUrl: %s
                        auth: { type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: mdb_sa_sk_sandbox }
                        poll: { first: 1ms, longest: 5ms }
                    stores: { disk: { type: file, directory: %2$s/copies } }
                    plans:
                      orders: { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: flex-orders, stores: [disk] }
                    """.formatted(sandbox.baseUrl(), home));
            host.bean("brokers", broker.connections())
                    .property("offsite.config", home.resolve("offsite.yaml").toString())
                    .property("offsite.data", home.resolve("data").toString())
                    .property("offsite.jms.connection-factory", "brokers")
                    .routes(listening("listen", "io.atlasoffsite.copy.completed", "bean:take"))
                    .start();

            host.send("direct:offsite-copy-snapshot", "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"orders\"}");

            await().atMost(PATIENCE).until(() -> taken.size() == 1);
            byte[] event = taken.peek().getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8);
            assertThat(new Json().read(event).path("type").asText()).isEqualTo("io.atlasoffsite.copy.completed");
        }
    }
}
