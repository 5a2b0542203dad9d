package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.Reason;
import io.atlasoffsite.Secret;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction.Reply;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.LogLines;
import io.atlasoffsite.testing.SpanLog;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it runs with tracing on, its broker and its spans; the way of one trace through queue and threads. */
class TracingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @TempDir
    private Path home;

    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().archiveBytes(300_000).build());
    private final Secrets secrets = new Secrets();
    private final SpanLog spans = new SpanLog(exporter -> new MaskedExporter(exporter, secrets));
    private Service service;
    private Queue queue;

    @AfterEach
    void stop() throws Exception {
        queue.close();
        service.close();
        sandbox.close();
    }

    @Test
    void oneTraceLeadsFromTheScheduleThroughTheQueueToTheEvents() throws Exception {
        start(site().schedule("* * * * * ?"));

        String completed = event("copy.completed");
        String trace = SpanLog.trace(traceparent(completed));

        await().atMost(PATIENCE).until(() -> roots(trace).size() == 1);
        SpanData root = roots(trace).get(0);
        assertThat(SpanLog.text(root, "camel.uri")).contains("quartz://offsite/");
        assertThat(names(trace))
                .contains(
                        "queue:offsite.copy.requests",
                        "offsite-copy-snapshot",
                        "offsite-request-download",
                        "offsite-transfer",
                        "offsite-commit",
                        "queue:offsite.events",
                        "GET");
        assertThat(tracesOf(Queues.EVENTS)).contains(trace);
        assertThat(event("copy.started")).contains(trace);
    }

    @Test
    void aSendersTraceGoesOnInTheLetterAndTheFailedEvent() throws Exception {
        sandbox.faults().add(Fault.always(Operation.LIST_FLEX_SNAPSHOTS, Reply.error(404, "CLUSTER_NOT_FOUND")));
        start(site());
        try (LogLines lines = new LogLines()) {
            queue.request("of-somebody", "traceparent", TRACEPARENT);
            String failed = event("copy.failed");

            assertThat(SpanLog.trace(traceparent(failed))).isEqualTo(TRACE);
            assertThat(tracesOf(Queues.dead(Reason.NOT_FOUND))).containsExactly(TRACE);
            await().atMost(PATIENCE).until(() -> names(TRACE).contains("queue:offsite.events"));
            assertThat(spans.of(TRACE)).anyMatch(span -> span.getStatus().equals(StatusData.error()));
            assertThat(lines.ids("dead letter"))
                    .anySatisfy(ids -> assertThat(ids)
                            .containsEntry("trace_id", TRACE)
                            .containsEntry("offsite.request_id", "of-somebody")
                            .containsEntry("offsite.plan", Site.PLAN));
        }
    }

    @Test
    void thePartsOfADividedRequestStayInItsTrace() throws Exception {
        start(site().cluster("\"*\"\n    include: [flex-orders, m2-legacy]"));

        queue.request("many", "traceparent", TRACEPARENT);

        await().atMost(PATIENCE)
                .until(() -> queue.browse(Queues.EVENTS).stream()
                                .filter(event -> event.contains("copy.completed"))
                                .count()
                        == 4);
        assertThat(queue.browse(Queues.EVENTS)).allMatch(event -> event.contains(TRACE));
        assertThat(tracesOf(Queues.EVENTS)).containsOnly(TRACE);
    }

    @Test
    void twoRequestsAreTwoTraces() throws Exception {
        start(site());
        queue.request("first", "");
        String first = event("copy.completed");
        queue.request("second", "");
        String second = event("copy.skipped");

        assertThat(traceparent(first)).isNotEmpty();
        assertThat(SpanLog.trace(traceparent(second))).isNotEqualTo(SpanLog.trace(traceparent(first)));
    }

    @Test
    void aRestoreIsOneTraceToItsEventsAndItsAnswer() throws Exception {
        start(site().with("restore: { directory: " + home.resolve("restores") + "}"));
        queue.request("to-restore", "");
        event("copy.completed");
        queue.send(
                Queues.RESTORE_REQUESTS,
                "{\"schema\":1,\"requestId\":\"restore-1\",\"replyTo\":\"" + Queues.REPLIES + "\",\"into\":\"back\","
                        + "\"newest\":{\"plan\":\"" + Site.PLAN + "\",\"cluster\":\"" + Site.CLUSTER + "\"}}");

        String trace = SpanLog.trace(traceparent(event("restore.completed")));

        await().atMost(PATIENCE).until(() -> !queue.browse(Queues.REPLIES).isEmpty());
        assertThat(tracesOf(Queues.REPLIES)).containsExactly(trace);
        await().atMost(PATIENCE).until(() -> roots(trace).size() == 1);
        assertThat(names(trace)).contains("queue:offsite.restore.requests", "offsite-restore-copy", "offsite-unpack");
    }

    @Test
    void whoeverLooksAtTheStatusStartsNoTrace() throws Exception {
        start(site().schedule("0 0 0 1 1 ?"));
        await().atMost(PATIENCE).until(() -> status().contains(Site.PLAN));

        assertThat(spans.all()).noneMatch(span -> span.toString().contains("report-status"));
    }

    @Test
    void aSecretInASpanIsMaskedOnItsWayOut() throws Exception {
        secrets.passing(Secret.of("planted-secret-in-a-plan"));
        start(site());
        queue.request("planted-secret-in-a-plan", "traceparent", TRACEPARENT);
        event("copy.completed");

        await().atMost(PATIENCE).until(() -> names(TRACE).contains("offsite-copy-snapshot"));
        assertThat(spans.of(TRACE)).anyMatch(span -> "***".equals(SpanLog.text(span, "offsite.request_id")));
        assertThat(spans.all().toString()).doesNotContain("planted-secret-in-a-plan");
    }

    private Site site() throws Exception {
        return new Site(home).disk("disk").disk("other");
    }

    private void start(Site site) throws Exception {
        site.against(sandbox);
        service = Service.start(site.load(), Progress.PLAIN, Optional.of(new Tracing(spans.sdk())));
        queue = new Queue(service.broker());
    }

    private String event(String type) throws Exception {
        return await().atMost(PATIENCE)
                .until(
                        () -> queue.browse(Queues.EVENTS).stream()
                                .filter(event -> event.contains(type))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String traceparent(String event) throws Exception {
        return new Json()
                .read(event.getBytes(StandardCharsets.UTF_8))
                .path("traceparent")
                .asText();
    }

    private List<String> tracesOf(String name) throws Exception {
        return queue.browse(name, "traceparent").stream().map(SpanLog::trace).toList();
    }

    private List<SpanData> roots(String trace) {
        return spans.of(trace).stream()
                .filter(span -> span.getParentSpanId().equals(SpanId.getInvalid()))
                .toList();
    }

    private Set<String> names(String trace) {
        return spans.of(trace).stream().map(SpanData::getName).collect(Collectors.toSet());
    }

    private String status() throws Exception {
        URI uri = service.web().address().resolve("api/status");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
