package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The first steps of a copy: what is asked, and under which plan. Thread safe. */
final class ResolveCopy {

    /** Exchange property: the request, once it could be read. */
    static final String REQUEST = "OffsiteCopyRequest";

    private final OffsiteConfig config;
    private final Requests requests;
    private final Json json;
    private final Clock clock;
    private final Tally tally;

    ResolveCopy(OffsiteConfig config, Json json, Clock clock, Tally tally) {
        this.config = config;
        this.requests = new Requests(json);
        this.json = json;
        this.clock = clock;
        this.tally = tally;
    }

    /** Body in: text, bytes, a map or a {@link CopyRequest}; body out: a {@link CopyRequest}. */
    void readRequest(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        CopyRequest request = request(exchange, body);
        exchange.setProperty(REQUEST, request);
        exchange.getMessage().setBody(request);
    }

    /** The same for a message of the queue: says besides whether the request is to be split. */
    void acceptRequest(Exchange exchange) {
        readRequest(exchange);
        CopyRequest request = Exchanges.body(exchange, CopyRequest.class);
        exchange.setVariable(Variables.MANY, RequestedPlan.many(RequestedPlan.of(config, request), request));
    }

    /** As {@link #resolve}, of a copy that is to be made. */
    void begin(Exchange exchange) {
        tally.close(exchange);
        resolve(exchange);
        tally.begun(exchange);
    }

    void resolve(Exchange exchange) {
        readRequest(exchange);
        CopyRequest request = Exchanges.body(exchange, CopyRequest.class);
        Plan plan = RequestedPlan.of(config, request);
        refuseMany(request, plan);
        Message message = exchange.getMessage();
        Exchanges.carry(exchange, CopyTask.begin(request, plan, clock.instant()));
        Headers.tell(message, request, plan);
        message.setHeader(
                Headers.DEADLINE, clock.instant().plus(plan.deadline()).toString());
        message.setHeader(Headers.STORES, String.join(",", plan.stores()));
        message.removeHeader(Headers.ENDPOINT_ID);
        plan.endpointId().ifPresent(endpoint -> message.setHeader(Headers.ENDPOINT_ID, endpoint));
        exchange.setVariable(
                Variables.TAKE_SNAPSHOT,
                plan.takeSnapshot() && request.snapshotId().isEmpty());
        message.removeHeader(Headers.SNAPSHOT_ID);
        request.snapshotId().ifPresent(snapshot -> message.setHeader(Headers.SNAPSHOT_ID, snapshot));
    }

    private CopyRequest request(Exchange exchange, Object body) {
        if (body instanceof CopyRequest request) {
            return request;
        }
        if (body instanceof Map<?, ?> map) {
            return requests.parse(json.bytes(map));
        }
        return requests.parse(Exchanges.bytes(exchange.getMessage()));
    }

    /** Only one snapshot of one cluster is a copy; the rest is for {@code offsite-divide-request}. */
    private static void refuseMany(CopyRequest request, Plan plan) {
        if (RequestedPlan.many(plan, request)) {
            throw OffsiteException.because(
                            Reason.INVALID_REQUEST,
                            "plan " + plan.name() + " does not mean one snapshot of one cluster by this request")
                    .hint(
                            "name one of its clusters, and with snapshot all one of its snapshots, in the request; or put it"
                                    + " on the queue, where it is split")
                    .build();
        }
    }
}
