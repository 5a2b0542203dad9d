package io.atlasoffsite.route;

import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.apache.camel.Exchange;

/** The step of a schedule: turns a fire time into a request. Thread safe. */
final class MakeRequest {

    private final OffsiteConfig config;
    private final Requests requests;
    private final Clock clock;

    MakeRequest(OffsiteConfig config, Json json, Clock clock) {
        this.config = config;
        this.requests = new Requests(json);
        this.clock = clock;
    }

    /** The request of a plan that was due; its id is the same whoever makes it. */
    static CopyRequest ofFire(Plan plan, Instant due) {
        return CopyRequest.OfPlan.named(plan.name() + "@" + due, plan.name());
    }

    void make(Exchange exchange) {
        Plan plan = config.plan(Exchanges.header(exchange, Headers.PLAN));
        Date due = exchange.getMessage().getHeader("scheduledFireTime", Date.class);
        Instant fired = due == null ? clock.instant() : due.toInstant();
        CopyRequest request = ofFire(plan, fired);
        exchange.getMessage().setHeaders(Broker.headers(request, plan));
        exchange.getMessage().setBody(requests.write(request));
    }
}
