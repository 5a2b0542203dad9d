package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.testing.LogLines;
import io.atlasoffsite.testing.SpanLog;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** An application that traces with an OpenTelemetry of its own, and calls the pack from a route of its own. */
class TracedHostTest extends PackSupport {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Map<String, Object> OF_SOMEBODY =
            Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01", "tracestate", "vendor=opaque");
    private static final String REQUEST = "{\"schema\":1,\"requestId\":\"traced-1\",\"plan\":\"flex\"}";

    private final SpanLog spans = new SpanLog();

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @Override
    void host(CamelContext context) {
        context.getRegistry().bind("myTracer", Tracer.class, spans.sdk().getTracer("host"));
        context.getRegistry()
                .bind("myPropagators", ContextPropagators.class, spans.sdk().getPropagators());
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.setCamelContext(context);
        tracer.init(context);
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        super.configure(configuration);
        configuration.addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:host")
                        .to("direct:offsite-copy-snapshot")
                        .process(exchange ->
                                exchange.getMessage().setHeader("idsLeft", String.valueOf(MDC.getCopyOfContextMap())));
                from("direct:host-verify").to("direct:offsite-verify-copies");
                from("direct:host-restore").to("direct:offsite-restore-copy");
            }
        });
    }

    @Test
    void theWholeCopyIsPartOfTheHostsTrace() {
        copy();

        assertThat(spans.all()).isNotEmpty().allMatch(span -> span.getTraceId().equals(TRACE));
        assertThat(named("offsite-transfer"))
                .extracting(span -> SpanLog.text(span, "offsite.store"))
                .containsExactly("one", "two");
        assertThat(named("offsite-transfer")).allSatisfy(span -> {
            assertThat(SpanLog.number(span, "offsite.bytes")).isPositive();
            assertThat(SpanLog.text(span, "offsite.archive")).endsWith(".tar.gz");
            assertThat(span.getStatus()).isEqualTo(StatusData.unset());
        });
        assertThat(named("offsite-commit"))
                .extracting(span -> SpanLog.text(span, "offsite.store"))
                .containsExactly("one", "two");
        assertThat(named("GET")).isNotEmpty();
        assertThat(named("offsite-copy-snapshot")).anySatisfy(span -> {
            assertThat(SpanLog.text(span, "offsite.plan")).isEqualTo("flex");
            assertThat(SpanLog.text(span, "offsite.request_id")).isEqualTo("traced-1");
            assertThat(SpanLog.text(span, "offsite.copy_id")).contains("/flex-orders/");
        });
    }

    @Test
    void everySpanHasItsParentInTheTrace() {
        copy();

        List<String> known = spans.all().stream().map(SpanData::getSpanId).toList();
        assertThat(spans.all())
                .allMatch(span -> known.contains(span.getParentSpanId())
                        || span.getParentSpanId().equals("b7ad6b7169203331"));
    }

    @Test
    void neitherAtlasNorTheDownloadHostHearsOfTheTrace() {
        copy();

        assertThat(sandbox().requests())
                .hasSizeGreaterThan(3)
                .allSatisfy(request ->
                        assertThat(request.headers().keySet()).doesNotContain("traceparent", "tracestate", "baggage"));
        assertThat(sandbox().requests(Operation.LIST_FLEX_SNAPSHOTS))
                .allSatisfy(request ->
                        assertThat(request.headers().get("accept").get(0)).contains("application/vnd.atlas"));
    }

    @Test
    void eventsSayWhichTraceTheyBelongTo() {
        copy();

        List<Exchange> events = context.getEndpoint(EVENTS, MockEndpoint.class).getReceivedExchanges();
        assertThat(events).hasSize(4).allSatisfy(event -> {
            var tree = new Json().read(event.getMessage().getBody(byte[].class));
            assertThat(SpanLog.trace(tree.path("traceparent").asText())).isEqualTo(TRACE);
            assertThat(tree.path("tracestate").asText()).isEqualTo("vendor=opaque");
            assertThat(SpanLog.trace(event.getMessage().getHeader("traceparent", String.class)))
                    .isEqualTo(TRACE);
        });
    }

    @Test
    void linesOfStepsAndOfTheirThreadsCarryTheIdsAndLeaveNothingBehind() {
        MDC.put("offsite.plan", "the host's own");
        try (LogLines lines = new LogLines()) {
            Exchange copied = copy();
            assertThat(lines.ids("in store one"))
                    .anySatisfy(ids -> assertThat(ids)
                            .containsEntry("trace_id", TRACE)
                            .containsEntry("offsite.plan", "flex")
                            .containsEntry("offsite.request_id", "traced-1")
                            .containsKeys("span_id", "offsite.copy_id"));
            assertThat(copied.getMessage().getHeader("idsLeft", String.class))
                    .isEqualTo(Map.of("offsite.plan", "the host's own").toString());
        } finally {
            MDC.remove("offsite.plan");
        }
    }

    @Test
    void aFailureMarksTheSpansItEnded() {
        sandbox()
                .faults()
                .add(Fault.always(
                        Operation.DOWNLOAD, new FaultAction.Redirect(302, "http://archive.example.com{target}")));

        assertThatExceptionOfType(CamelExecutionException.class)
                .isThrownBy(() -> template.requestBodyAndHeaders("direct:host", REQUEST, OF_SOMEBODY))
                .satisfies(thrown -> assertThat(thrown.getCause()).isInstanceOf(OffsiteException.class));

        assertThat(named("offsite-transfer"))
                .isNotEmpty()
                .allMatch(span -> span.getStatus().equals(StatusData.error()));
        assertThat(named("offsite-copy-snapshot"))
                .anyMatch(span -> span.getStatus().equals(StatusData.error()));
        assertThat(spans.all().toString()).doesNotContain("X-Amz-Signature").doesNotContain("mdb_sa_sk_sandbox");
    }

    @Test
    void verificationAndRestoreAreInTheTraceToo() {
        copy();
        template.requestBodyAndHeaders("direct:host-verify", "flex@latest", OF_SOMEBODY);
        template.requestBodyAndHeaders(
                "direct:host-restore",
                "{\"schema\":1,\"requestId\":\"traced-2\",\"newest\":{\"plan\":\"flex\",\"cluster\":\"flex-orders\"},"
                        + "\"into\":\"back\"}",
                OF_SOMEBODY);

        assertThat(spans.all()).allMatch(span -> span.getTraceId().equals(TRACE));
        assertThat(named("offsite-verify"))
                .hasSize(2)
                .allMatch(span -> "whole".equals(SpanLog.text(span, "offsite.outcome")));
        assertThat(named("offsite-unpack"))
                .hasSize(1)
                .allSatisfy(span ->
                        assertThat(SpanLog.number(span, "offsite.bytes")).isPositive());
        assertThat(named("offsite-restore-copy"))
                .anyMatch(span -> "traced-2".equals(SpanLog.text(span, "offsite.request_id")));
    }

    @Test
    void aRehearsalIsInTheTraceWithWhatItTook() {
        copy();
        Map<String, Object> headers = new HashMap<>(OF_SOMEBODY);
        headers.put(Headers.PLAN, "often");
        template.requestBodyAndHeaders("direct:offsite-rehearse-copies", null, headers);

        assertThat(named("offsite-rehearse")).hasSize(1).allSatisfy(span -> {
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getStatus()).isEqualTo(StatusData.unset());
            assertThat(SpanLog.text(span, "offsite.plan")).isEqualTo("often");
            assertThat(SpanLog.text(span, "offsite.store")).isEqualTo("one");
            assertThat(SpanLog.number(span, "offsite.bytes")).isPositive();
        });
    }

    private Exchange copy() {
        Exchange copied = template.request("direct:host", exchange -> {
            exchange.getMessage().setBody(REQUEST);
            OF_SOMEBODY.forEach(exchange.getMessage()::setHeader);
        });
        assertThat(copied.getException()).isNull();
        return copied;
    }

    private List<SpanData> named(String name) {
        return spans.all().stream().filter(span -> span.getName().equals(name)).toList();
    }
}
