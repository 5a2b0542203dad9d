package io.atlasoffsite.route;

import io.atlasoffsite.ops.Spans;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;

/** Tells OpenTelemetry, by the very tracer that Camel's own spans of this context are made with. Thread safe. */
final class OpenTelemetrySpans implements Spans {

    private final CamelContext context;

    OpenTelemetrySpans(CamelContext context) {
        this.context = context;
    }

    @Override
    public Span begin(String name) {
        // A piece of work outside any trace would be a trace of its own, which nobody looks for.
        if (!current(Context.current()).isValid() || context.hasService(OpenTelemetryTracer.class) == null) {
            return NONE.begin(name);
        }
        return new Piece(tracer().spanBuilder(name).startSpan());
    }

    @Override
    public void note(String attribute, String value) {
        io.opentelemetry.api.trace.Span.current().setAttribute(attribute, value);
    }

    @Override
    public Optional<Trace> current() {
        Context here = Context.current();
        SpanContext span = current(here);
        if (!span.isValid()) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(here, headers, Map::put);
        return Optional.of(new Trace(
                span.getTraceId(),
                span.getSpanId(),
                headers.get("traceparent"),
                headers.getOrDefault("tracestate", "")));
    }

    @Override
    public Place here() {
        Context here = Context.current();
        return () -> here.makeCurrent()::close;
    }

    private static SpanContext current(Context context) {
        return io.opentelemetry.api.trace.Span.fromContext(context).getSpanContext();
    }

    /** As camel-opentelemetry2 finds it: the only one of the registry, or the process's, which it has asked for before. */
    private Tracer tracer() {
        Set<Tracer> bound = context.getRegistry().findByType(Tracer.class);
        return bound.size() == 1
                ? bound.iterator().next()
                : GlobalOpenTelemetry.get().getTracer("camel");
    }

    private static final class Piece implements Span {
        private final io.opentelemetry.api.trace.Span span;
        private final io.opentelemetry.context.Scope scope;
        private boolean done;

        Piece(io.opentelemetry.api.trace.Span span) {
            this.span = span;
            this.scope = span.makeCurrent();
        }

        @Override
        public Span with(String attribute, String value) {
            span.setAttribute(attribute, value);
            return this;
        }

        @Override
        public Span with(String attribute, long value) {
            span.setAttribute(attribute, value);
            return this;
        }

        @Override
        public void done() {
            done = true;
        }

        @Override
        public void close() {
            if (!done) {
                span.setStatus(StatusCode.ERROR);
            }
            scope.close();
            span.end();
        }
    }
}
