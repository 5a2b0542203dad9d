package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.message.RestoreEvent;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.ops.CopyMeters;
import io.atlasoffsite.plan.RestoreConfig;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps that tell of restores, of both kinds: events and answers. Thread safe. */
final class RestoreNews {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreNews.class);

    private final RestoreConfig restore;
    private final Json json;
    private final URI source;
    private final Clock clock;
    private final CopyMeters meters;

    RestoreNews(RestoreConfig restore, Json json, URI source, Clock clock, CopyMeters meters) {
        this.restore = restore;
        this.json = json;
        this.source = source;
        this.clock = clock;
        this.meters = meters;
    }

    /** The event of a restore that begins. */
    void makeStarted(Exchange exchange) {
        RestoreAbout about = about(exchange);
        put(exchange, RestoreEvent.started(about.requestId(), about.subject()));
    }

    /** Body in: the {@link RestoreResult}; it stays. */
    void makeCompleted(Exchange exchange) {
        RestoreResult result = Exchanges.body(exchange, RestoreResult.class);
        count(result);
        put(exchange, RestoreEvent.completed(result));
    }

    /** The event of a restore there is a letter about. */
    void makeFailed(Exchange exchange) {
        RestoreResult result = failed(exchange);
        count(result);
        put(exchange, RestoreEvent.failed(result, WriteLetter.messageId(exchange)));
    }

    private void count(RestoreResult result) {
        meters.restored(result.subject().restore(), result.outcome().word());
    }

    /** Body out: what is answered about a failed restore; a failed copy is answered to nobody. */
    void describeFailure(Exchange exchange) {
        boolean copy = WriteLetter.queue(exchange) == RequestQueue.COPY;
        exchange.getMessage().setBody(copy ? null : failed(exchange));
    }

    /** Body in: a {@link RestoreResult}, or nothing; body out: its JSON, with the address in a variable when anybody is to get it. */
    void addressReply(Exchange exchange) {
        exchange.removeVariable(Variables.REPLY_TO);
        if (!(exchange.getMessage().getBody() instanceof RestoreResult result)) {
            return;
        }
        Optional<String> queue = ReplyAddress.chosen(exchange, restore);
        if (queue.isEmpty()) {
            return;
        }
        Map<String, Object> headers = new HashMap<>();
        headers.put("JMSCorrelationID", ReplyAddress.correlationId(exchange));
        headers.put(Headers.REQUEST_ID, result.requestId());
        headers.put(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setHeaders(headers);
        exchange.getMessage().setBody(json.write(result.toTree(json)));
        exchange.setVariable(Variables.REPLY_TO, queue.get());
    }

    /** A queue that is not there makes a restore no failure; the events have told the same. */
    void noteLostReply(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (Failures.interrupted(failure)) {
            throw failure;
        }
        LOG.warn(
                "the answer to a restore could not be sent to the queue {}: is it there, and may this user send to it?",
                exchange.getVariable(Variables.REPLY_TO));
    }

    private static RestoreResult failed(Exchange exchange) {
        return about(exchange).failed(exchange.getProperty(WriteLetter.FAILURE, OffsiteException.class));
    }

    private static RestoreAbout about(Exchange exchange) {
        return RestoreAbout.carried(exchange).orElseGet(() -> RestoreAbout.unread(WriteLetter.queue(exchange)));
    }

    private void put(Exchange exchange, RestoreEvent event) {
        exchange.setVariable(Variables.EVENTS, List.of(event.toCloudEvent(json, source, clock.instant())));
    }
}
