package io.atlasoffsite.route;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.ops.CopyMeters;
import io.atlasoffsite.plan.RestoreConfig;
import java.net.URI;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** Binds the steps that tell others: events of copies and restores, failures of every kind, and answers to who asked. Used once. */
final class EventSteps {

    private final Registry registry;
    private final Json json;
    private final URI source;
    private final Clock clock;

    EventSteps(Registry registry, Json json, URI source, Clock clock) {
        this.registry = registry;
        this.json = json;
        this.source = source;
        this.clock = clock;
    }

    void bind(RestoreConfig config, CopyMeters meters) {
        Announce copies = new Announce(json, source, clock);
        bind("make-started-events", copies::makeStartedEvents);
        bind("make-outcome-events", copies::makeOutcomeEvents);
        bind("judge-announcement", copies::judgeFailure);
        bind("address-event", copies::address);
        RestoreNews restores = new RestoreNews(config, json, source, clock, meters);
        bind("make-restore-started-event", restores::makeStarted);
        bind("make-restore-completed-event", restores::makeCompleted);
        bind("make-failed-events", exchange -> makeFailedEvents(exchange, copies, restores));
        bind("describe-failure", restores::describeFailure);
        bind("address-reply", restores::addressReply);
        bind("note-lost-reply", restores::noteLostReply);
    }

    /** The queue a request came by tells what has failed. */
    private static void makeFailedEvents(Exchange exchange, Announce copies, RestoreNews restores) {
        if (WriteLetter.queue(exchange) == RequestQueue.COPY) {
            copies.makeFailedEvents(exchange);
        } else {
            restores.makeFailed(exchange);
        }
    }

    private void bind(String step, Processor processor) {
        OffsitePack.bind(registry, step, processor);
    }
}
