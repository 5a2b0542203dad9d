package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CloudEvent;
import io.atlasoffsite.message.CopyEvent;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.Json;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** The steps that make events. Thread safe. */
final class Announce {

    private final Json json;
    private final URI source;
    private final Clock clock;

    Announce(Json json, URI source, Clock clock) {
        this.json = json;
        this.source = source;
        this.clock = clock;
    }

    /** A started event for each store that is to get the copy. */
    void makeStartedEvents(Exchange exchange) {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        put(exchange, task.pending().stream().map(target -> CopyEvent.started(about(task, target.store()))));
    }

    /** A completed or skipped event for each store that has it; the ones that were given up are for the dead letter to tell. */
    void makeOutcomeEvents(Exchange exchange) {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        put(exchange, task.present().stream().map(target -> outcome(task, target)));
    }

    /** One failed event for each store a dead letter is about. */
    void makeFailedEvents(Exchange exchange) {
        DeadLetter letter = exchange.getProperty(WriteLetter.LETTER, DeadLetter.class);
        OffsiteException why = exchange.getProperty(WriteLetter.FAILURE, OffsiteException.class);
        Optional<CopyTask> task = Exchanges.carried(exchange);
        String requestId = task.map(known -> known.request().requestId()).orElse("");
        String copyId = task.filter(known -> known.snapshot().isPresent())
                .map(known -> known.copyId().toString())
                .orElse("");
        CopyOutcome.Failure failure = new CopyOutcome.Failure(why.reason(), why.getMessage(), why.hint());
        String message = WriteLetter.messageId(exchange);
        List<String> stores = letter.context().stores();
        put(
                exchange,
                (stores.isEmpty() ? Stream.of("") : stores.stream())
                        .map(store -> CopyEvent.failed(
                                new CopyEvent.About(requestId, letter.context().plan(), copyId, store),
                                failure,
                                message)));
    }

    /** Nobody was told: the copy, if there is one, stands, and doing the request once more announces it under the same id. */
    void judgeFailure(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure instanceof OffsiteException || Failures.interrupted(failure)) {
            throw failure;
        }
        throw OffsiteException.because(Reason.UNEXPECTED, "an event could not be sent to the broker")
                .hint("see whether the broker is up, then do the same again: a copy that stands is not made twice")
                .retryable(true)
                .cause(failure)
                .build();
    }

    private static CopyEvent outcome(CopyTask task, Target.Present target) {
        CopyEvent.Stored stored = new CopyEvent.Stored(
                target.manifest().bytes(),
                target.manifest().archives().size(),
                target.sealed().seal());
        CopyEvent.About about = about(task, target.store());
        return target.ours() ? CopyEvent.completed(about, stored) : CopyEvent.skipped(about, stored);
    }

    private static CopyEvent.About about(CopyTask task, String store) {
        return new CopyEvent.About(
                task.request().requestId(), task.planName(), task.copyId().toString(), store);
    }

    /** Body in: one of the events; body out: its JSON, ready to be sent. */
    void address(Exchange exchange) {
        CloudEvent event = Exchanges.body(exchange, CloudEvent.class);
        Map<String, Object> headers = new HashMap<>();
        headers.put(Broker.DUPLICATE_ID, event.id());
        headers.put(Headers.EVENT_TYPE, event.type());
        headers.put(Exchange.CONTENT_TYPE, CloudEvent.MEDIA_TYPE);
        exchange.getMessage().setHeaders(headers);
        ObjectNode tree = event.toTree(json);
        // The distributed-tracing extension of CloudEvents: the trace the happening belongs to, for who cannot see the
        // message's.
        HostSpans.of(exchange).current().ifPresent(trace -> {
            tree.put("traceparent", trace.traceparent());
            if (!trace.tracestate().isEmpty()) {
                tree.put("tracestate", trace.tracestate());
            }
        });
        exchange.getMessage().setBody(json.write(tree));
    }

    private void put(Exchange exchange, Stream<CopyEvent> events) {
        exchange.setVariable(
                Variables.EVENTS,
                events.map(event -> event.toCloudEvent(json, source, clock.instant()))
                        .toList());
    }
}
