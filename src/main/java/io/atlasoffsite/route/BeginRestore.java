package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.message.RestoreRequests;
import io.atlasoffsite.message.RestoreSubject;
import io.atlasoffsite.plan.RestoreConfig;
import java.util.Map;
import org.apache.camel.Exchange;

/** The first step of an offsite restore: what is asked, and who hears of it. Thread safe. */
final class BeginRestore {

    private final RestoreConfig restore;
    private final RestoreRequests requests;
    private final Json json;
    private final Turns turns = new Turns();

    BeginRestore(RestoreConfig restore, Json json) {
        this.restore = restore;
        this.requests = new RestoreRequests(json);
        this.json = json;
    }

    /** Body in: text, bytes, a map, a {@link RestoreRequest} or a {@link RestoreOrder}; body out: a {@link RestoreOrder}. */
    void begin(Exchange exchange) throws InterruptedException {
        RestoreOrder order = order(exchange);
        RestoreRequest request = order.request();
        RestoreAbout.begun(request.requestId(), new RestoreSubject.Offsite("", request.into()), request.context())
                .carry(exchange);
        if (WriteLetter.queue(exchange) == RequestQueue.RESTORE) {
            ReplyAddress.choose(exchange, restore, request.replyTo());
        }
        // The same request twice at once is one restore and two answers, and nobody takes its id between the look and
        // the note of it.
        turns.take(exchange, request.requestId());
        exchange.getMessage().setHeader(Headers.REQUEST_ID, request.requestId());
        exchange.getMessage().setBody(order);
    }

    private RestoreOrder order(Exchange exchange) throws OffsiteException {
        Object body = exchange.getMessage().getBody();
        if (body instanceof RestoreOrder order) {
            return order;
        }
        if (body instanceof RestoreRequest request) {
            return RestoreOrder.of(request);
        }
        if (body instanceof Map<?, ?> map) {
            return RestoreOrder.of(requests.parseOffsite(json.bytes(map)));
        }
        return RestoreOrder.of(requests.parseOffsite(Exchanges.bytes(exchange.getMessage())));
    }
}
