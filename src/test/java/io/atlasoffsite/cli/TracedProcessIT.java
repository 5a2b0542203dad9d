package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.Collector;
import io.atlasoffsite.testing.SpanLog;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, told by OpenTelemetry's own variables to trace, with a collector that is there, away, or deaf. */
class TracedProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "collector-key-0123456789";

    @TempDir
    private Path home;

    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().archiveBytes(300_000).build());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void theTraceOfACopyReachesTheCollectorAndTheLog() throws Exception {
        Site site = site();
        try (Collector collector = new Collector();
                OffsiteProcess service = start(
                        site,
                        collector.endpoint(),
                        Map.of("OTEL_SERVICE_NAME", "acme-copies", "OTEL_METRICS_EXPORTER", "otlp"))) {
            String trace = SpanLog.trace(copied(site));
            await().atMost(PATIENCE).until(() -> collector.taken().contains("offsite-commit"));
            await().atMost(PATIENCE).until(() -> service.err().contains("in store disk"));

            assertThat(service.terminate()).isIn(0, 143);
            assertThat(collector.paths()).isNotEmpty().containsOnly("POST /v1/traces");
            assertThat(collector.taken())
                    .contains("acme-copies")
                    .contains("offsite-transfer")
                    .contains("queue:offsite.copy.requests")
                    .contains(Collector.bytes(trace));
            assertThat(service.err().lines().filter(line -> line.contains("in store disk")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains(" [trace " + trace + "] - "));
            assertThat(service.err().lines().filter(line -> line.contains("going down")))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("trace"));
        }
    }

    @Test
    void withoutAnyOfItsVariablesThereIsNoTrace() throws Exception {
        Site site = site();
        try (OffsiteProcess service =
                        OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), site.command("run"));
                Queue queue = connected(site)) {
            queue.request("untraced-1", "");
            String event = completed(queue);
            await().atMost(PATIENCE).until(() -> service.err().contains("in store disk"));

            assertThat(event).doesNotContain("traceparent");
            assertThat(queue.browse(Queues.EVENTS, "traceparent")).containsOnly("");
            assertThat(service.terminate()).isIn(0, 143);
            assertThat(service.err()).doesNotContainIgnoringCase("trace");
        }
    }

    @Test
    void aCollectorThatIsAwayHarmsNoCopyAndIsComplainedAboutOnce() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        withoutCollector("http://127.0.0.1:" + nobody, true);
    }

    @Test
    void aCollectorThatNeverAnswersHoldsUpNothing() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            withoutCollector("http://127.0.0.1:" + deaf.getLocalPort(), false);
        }
    }

    @Test
    void aCollectorThatComesBackIsHeardOfOnce() throws Exception {
        Site site = site();
        try (Collector collector = new Collector()) {
            collector.answer(400);
            try (OffsiteProcess service = start(site, collector.endpoint(), Map.of());
                    Queue queue = connected(site)) {
                queue.request("refused-1", "");
                completed(queue);
                await().atMost(PATIENCE).until(() -> complaints(service) == 1);
                collector.answer(200);
                queue.request("taken-1", "");
                await().atMost(PATIENCE).until(() -> service.err().contains("the collector takes traces again"));

                assertThat(service.terminate()).isIn(0, 143);
                assertThat(complaints(service)).isOne();
                assertThat(service.err()).doesNotContain(KEY);
            }
        }
    }

    @Test
    void variablesThatCannotBeMeantAreRefusedAtTheStart() throws Exception {
        Site site = site();
        try (OffsiteProcess service = start(site, "http://127.0.0.1:1", Map.of("OTEL_BSP_SCHEDULE_DELAY", "soon"))) {
            assertThat(service.waitFor()).isEqualTo(ErrorLines.CONFIGURATION);
            assertThat(service.err())
                    .contains("tracing cannot be set up")
                    .contains("otel.bsp.schedule.delay")
                    .doesNotContain(KEY);
        }
        try (OffsiteProcess service =
                start(site, "http://127.0.0.1:1", Map.of("OTEL_EXPORTER_OTLP_HEADERS", "nothing-but-" + KEY))) {
            assertThat(service.waitFor()).isEqualTo(ErrorLines.CONFIGURATION);
            assertThat(service.err()).contains("tracing cannot be set up").doesNotContain(KEY);
        }
    }

    private void withoutCollector(String endpoint, boolean atOnce) throws Exception {
        Site site = site();
        try (OffsiteProcess service = start(site, endpoint, Map.of())) {
            for (int i = 0; i < 3; i++) {
                copied(site);
            }
            if (atOnce) {
                await().atMost(PATIENCE).until(() -> complaints(service) == 1);
            }
            Instant told = Instant.now();
            assertThat(service.terminate()).isIn(0, 143);
            // As long as any service told to stop; what the collector adds to it is for TracingCloseTest.
            assertThat(Duration.between(told, Instant.now())).as(service.err()).isLessThan(Duration.ofSeconds(60));
            assertThat(complaints(service)).isLessThanOrEqualTo(1);
            assertThat(service.err())
                    .contains("in store disk")
                    .doesNotContain(KEY)
                    .doesNotContain("io.opentelemetry")
                    .doesNotContain("Exporter");
        }
    }

    private static long complaints(OffsiteProcess service) throws Exception {
        return service.err()
                .lines()
                .filter(line -> line.contains(" WARN ") && line.contains("traces are lost"))
                .count();
    }

    private Site site() throws Exception {
        return new Site(home).disk("disk").against(sandbox);
    }

    private OffsiteProcess start(Site site, String endpoint, Map<String, String> more) throws Exception {
        Map<String, String> variables = new HashMap<>(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint,
                "OTEL_EXPORTER_OTLP_HEADERS",
                "api-key=" + KEY,
                "OTEL_BSP_SCHEDULE_DELAY",
                "200"));
        variables.putAll(more);
        return OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), variables, site.command("run"));
    }

    /** Copies, or finds the copy, and answers the traceparent of the first event that said so. */
    private static String copied(Site site) throws Exception {
        try (Queue queue = connected(site)) {
            int before = queue.browse(Queues.EVENTS).size();
            queue.request("traced-" + before, "");
            await().atMost(PATIENCE)
                    .until(() -> queue.browse(Queues.EVENTS).size() > before
                            && !queue.browse(Queues.EVENTS).stream()
                                    .filter(event ->
                                            event.contains("traced-" + before) && !event.contains("copy.started"))
                                    .toList()
                                    .isEmpty());
            return new Json()
                    .read(completed(queue).getBytes(StandardCharsets.UTF_8))
                    .path("traceparent")
                    .asText();
        }
    }

    private static String completed(Queue queue) throws Exception {
        return await().atMost(PATIENCE)
                .until(
                        () -> queue.browse(Queues.EVENTS).stream()
                                .filter(event -> event.contains("copy.completed"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Queue connected(Site site) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new Queue(site.load().broker().orElseThrow()), connected -> true);
    }
}
