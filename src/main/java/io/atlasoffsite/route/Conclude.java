package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.CopyResult;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The last step of a copy: its result, or the exception of the first store that stayed without. Thread safe. */
final class Conclude {

    private final Turns turns;
    private final Tally tally;
    private final Results results;

    Conclude(Turns turns, Tally tally, Results results) {
        this.turns = turns;
        this.tally = tally;
        this.results = results;
    }

    void conclude(Exchange exchange) {
        turns.end(exchange);
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        CopyResult result = results.located(task);
        exchange.setProperty(Results.PROPERTY, result);
        tally.ended(exchange, task);
        Optional<OffsiteException> failure = task.failures().stream().findFirst();
        if (failure.isPresent()) {
            throw failure.get();
        }
        exchange.getMessage().setBody(result);
    }
}
