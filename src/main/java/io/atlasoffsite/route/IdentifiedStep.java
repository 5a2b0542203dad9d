package io.atlasoffsite.route;

import io.atlasoffsite.ops.Spans;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step whose log lines say which request they are about, and that tells the trace when more of it is known. Thread safe when the
 * step is.
 */
final class IdentifiedStep implements Processor {

    private final Processor step;

    IdentifiedStep(Processor step) {
        this.step = step;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Spans spans = HostSpans.of(exchange);
        Map<String, String> before = About.of(exchange);
        Spans.Scope lines = LogIds.of(before, spans);
        try (lines) {
            step.process(exchange);
        } finally {
            Map<String, String> after = About.of(exchange);
            if (!after.equals(before)) {
                after.forEach(spans::note);
            }
        }
    }
}
