package io.atlasoffsite.route;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.plan.RestoreConfig;
import java.net.URI;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;

/** Binds the steps of the routes below {@code routes/restore/}, and those that tell of failures of every kind. Used once. */
final class RestoreSteps {

    private final Registry registry;
    private final RestoreNews news;

    RestoreSteps(Registry registry, RestoreConfig restore, Json json, URI source, Clock clock) {
        this.registry = registry;
        this.news = new RestoreNews(restore, json, source, clock);
    }

    void bind(Announce copies) {
        OffsitePack.bind(registry, "make-failed-events", exchange -> makeFailedEvents(exchange, copies));
        OffsitePack.bind(registry, "describe-failure", news::describeFailure);
        OffsitePack.bind(registry, "address-reply", news::addressReply);
        OffsitePack.bind(registry, "note-lost-reply", news::noteLostReply);
    }

    /** The queue a request came by tells what has failed. */
    private void makeFailedEvents(Exchange exchange, Announce copies) {
        if (WriteLetter.queue(exchange) == RequestQueue.COPY) {
            copies.makeFailedEvents(exchange);
        } else {
            news.makeFailed(exchange);
        }
    }
}
