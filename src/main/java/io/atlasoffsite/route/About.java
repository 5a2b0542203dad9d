package io.atlasoffsite.route;

import io.atlasoffsite.message.CopyRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What an exchange is about, in the words that logs and traces are searched for. Stateless. */
final class About {

    /** Key of logs and attribute of spans: the request. */
    static final String REQUEST = "offsite.request_id";
    /** Key of logs and attribute of spans: the plan. */
    static final String PLAN = "offsite.plan";
    /** Key of logs and attribute of spans: the copy. */
    static final String COPY = "offsite.copy_id";

    private About() {}

    /** As far as it is known by now; what is not known has no entry. */
    static Map<String, String> of(Exchange exchange) {
        Map<String, String> about = new LinkedHashMap<>();
        Optional<RestoreAbout> restore = RestoreAbout.carried(exchange);
        Optional<CopyTask> copy = Exchanges.carried(exchange);
        if (restore.isPresent()) {
            put(about, REQUEST, restore.get().requestId());
            put(about, PLAN, restore.get().context().plan());
            put(about, COPY, restore.get().subject().what());
        } else if (copy.isPresent()) {
            put(about, REQUEST, copy.get().request().requestId());
            put(about, PLAN, copy.get().planName());
            copy.filter(task -> task.snapshot().isPresent())
                    .ifPresent(task -> put(about, COPY, task.copyId().toString()));
        } else if (exchange.getProperty(ResolveCopy.REQUEST) instanceof CopyRequest request) {
            put(about, REQUEST, request.requestId());
            put(about, PLAN, request instanceof CopyRequest.OfPlan named ? named.plan() : "");
        }
        return about;
    }

    private static void put(Map<String, String> about, String key, String value) {
        if (!value.isEmpty()) {
            about.put(key, value);
        }
    }
}
