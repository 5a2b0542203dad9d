package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.plan.ClusterKind;
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

    ResolveCopy(OffsiteConfig config, Json json, Clock clock) {
        this.config = config;
        this.requests = new Requests(json);
        this.json = json;
        this.clock = clock;
    }

    /** Body in: text, bytes, a map or a {@link CopyRequest}; body out: a {@link CopyRequest}. */
    void readRequest(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        CopyRequest request = request(exchange, body);
        exchange.setProperty(REQUEST, request);
        exchange.getMessage().setBody(request);
    }

    void resolve(Exchange exchange) {
        readRequest(exchange);
        CopyRequest request = Exchanges.body(exchange, CopyRequest.class);
        Plan plan = planOf(request);
        Message message = exchange.getMessage();
        Exchanges.carry(exchange, CopyTask.begin(request, plan, clock.instant()));
        message.setHeader(Headers.REQUEST_ID, request.requestId());
        message.setHeader(Headers.PLAN, plan.name());
        message.setHeader(Headers.ATLAS, plan.atlas());
        message.setHeader(Headers.PROJECT, plan.project());
        message.setHeader(Headers.CLUSTER, plan.cluster());
        message.setHeader(Headers.KIND, plan.kind().word());
        message.setHeader(
                Headers.DEADLINE, clock.instant().plus(plan.deadline()).toString());
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
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        return requests.parse(bytes == null ? new byte[0] : bytes);
    }

    private Plan planOf(CopyRequest request) {
        if (request instanceof CopyRequest.OfPlan named) {
            return narrowed(config.plan(named.plan()), named);
        }
        CopyRequest.OfCluster spelt = (CopyRequest.OfCluster) request;
        config.access(spelt.atlas());
        spelt.stores().forEach(config::store);
        ClusterKind kind = spelt.kind().flatMap(ClusterKind::ofWord).orElse(ClusterKind.AUTO);
        return Plan.adHoc(spelt.atlas(), spelt.project(), spelt.cluster(), kind, spelt.stores());
    }

    private static Plan narrowed(Plan plan, CopyRequest.OfPlan named) {
        String cluster = named.cluster().orElse(plan.cluster());
        if (cluster.equals(Plan.EVERY_CLUSTER) || !plan.covers(cluster)) {
            throw OffsiteException.because(
                            Reason.INVALID_REQUEST,
                            "plan " + plan.name() + " does not mean one cluster by this request")
                    .hint("name one of its clusters in the request's field cluster")
                    .build();
        }
        return plan.forCluster(cluster);
    }
}
