package io.atlasoffsite.route;

import io.atlasoffsite.ops.Spans;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.MDC;

/**
 * The ids that log lines of a step carry, in the logging library's diagnostic context. What a host has there under other keys is
 * left alone, and what it has under these is there again when the step has ended. Stateless.
 */
final class LogIds {

    /** Key of logs, named as OpenTelemetry's own logging libraries name it. */
    static final String TRACE = "trace_id";
    /** Key of logs, as above. */
    static final String SPAN = "span_id";

    private static final List<String> KEYS = List.of(About.REQUEST, About.PLAN, About.COPY, TRACE, SPAN);

    private LogIds() {}

    /** Has the calling thread's lines carry what an exchange is about, until the answer is closed. */
    static Spans.Scope of(Map<String, String> about, Spans spans) {
        Map<String, String> ids = new HashMap<>(about);
        spans.current().ifPresent(trace -> {
            ids.put(TRACE, trace.traceId());
            ids.put(SPAN, trace.spanId());
        });
        return enter(ids);
    }

    /** Takes the ids, and the trace, of the calling thread along to other threads. */
    static Spans.Place here(Spans spans) {
        Map<String, String> ids = current();
        Spans.Place place = spans.here();
        return () -> {
            Spans.Scope lines = enter(ids);
            Spans.Scope trace = place.enter();
            return () -> {
                trace.close();
                lines.close();
            };
        };
    }

    private static Spans.Scope enter(Map<String, String> ids) {
        Map<String, String> before = current();
        ids.forEach(MDC::put);
        return () -> ids.keySet().forEach(key -> {
            if (before.containsKey(key)) {
                MDC.put(key, before.get(key));
            } else {
                MDC.remove(key);
            }
        });
    }

    private static Map<String, String> current() {
        Map<String, String> ids = new HashMap<>();
        for (String key : KEYS) {
            String value = MDC.get(key);
            if (value != null) {
                ids.put(key, value);
            }
        }
        return ids;
    }
}
