package io.atlasoffsite.route;

import io.atlasoffsite.ops.Spans;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelTracingService;

/**
 * Tells whoever traces the context the pack runs in. Which tracer that is, is looked up when the first step runs: a host may put
 * its own into the context after the pack. OpenTelemetry's classes are needed only where there is one. Thread safe.
 */
final class HostSpans implements Spans {

    private static final String BEAN = "offsite-spans";
    private static final String TRACER = "org.apache.camel.opentelemetry2.OpenTelemetryTracer";

    private final CamelContext context;
    private volatile Optional<Spans> found = Optional.empty();

    HostSpans(CamelContext context) {
        this.context = context;
    }

    /** Lets the steps find it. */
    void bind() {
        context.getRegistry().bind(BEAN, Spans.class, this);
    }

    /** The spans of the pack that is bound to an exchange's context. */
    static Spans of(Exchange exchange) {
        return Optional.ofNullable(exchange.getContext().getRegistry().lookupByNameAndType(BEAN, Spans.class))
                .orElse(NONE);
    }

    @Override
    public Span begin(String name) {
        return spans().begin(name);
    }

    @Override
    public void note(String attribute, String value) {
        spans().note(attribute, value);
    }

    @Override
    public Optional<Trace> current() {
        return spans().current();
    }

    @Override
    public Place here() {
        return spans().here();
    }

    private Spans spans() {
        if (found.isEmpty()) {
            found = Optional.of(look());
        }
        return found.get();
    }

    private Spans look() {
        boolean traced = context.hasService(CamelTracingService.class) != null
                && context.getClassResolver().resolveClass(TRACER) != null;
        return traced ? new OpenTelemetrySpans(context) : NONE;
    }
}
