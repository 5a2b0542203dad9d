package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Json;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps by which something else takes over when a copy is there. What fails in them leaves the copy as it is. Thread safe. */
final class HandOver {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private final Results results;
    private final Json json;

    HandOver(Results results, Json json) {
        this.results = results;
        this.json = json;
    }

    /**
     * Body in: the {@link CopyTask}; it stays. Puts the result where the caller finds it, also when the route throws, and into a variable, a
     * list of one, what is to be handed over; of none when no store has the copy.
     */
    void describeResult(Exchange exchange) {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        task.present().forEach(present -> log(task, present));
        CopyResult result = results.located(task);
        exchange.setProperty(Results.PROPERTY, result);
        exchange.setVariable(Variables.COPIED, task.present().isEmpty() ? List.of() : List.of(result));
    }

    /** Puts what an endpoint is told into a variable: the {@link CopyResult} of the body as JSON. */
    void describeCopied(Exchange exchange) {
        CopyResult result = Exchanges.body(exchange, CopyResult.class);
        exchange.setVariable(Variables.COPIED, json.write(result.toHandover(json)));
    }

    /** The copy stands, and doing the request once more hands it over again. */
    void judgeFailure(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (Failures.interrupted(failure)) {
            throw failure;
        }
        Optional<OffsiteException> known = Failures.known(failure);
        if (known.isPresent()) {
            throw known.get();
        }
        LOG.error("what takes over from a copy failed", failure);
        String snapshot =
                Exchanges.carried(exchange).map(task -> task.chosen().id()).orElse("");
        throw OffsiteException.because(
                        Reason.UNEXPECTED,
                        "snapshot " + snapshot + " is copied, but what takes over from there failed: "
                                + failure.getClass().getSimpleName())
                .hint(
                        "look at the log for why, then replay the letter, or do the same again: the copy is found, and handed over once more")
                .retryable(true)
                .cause(failure)
                .build();
    }

    private static void log(CopyTask task, Target.Present present) {
        LOG.info(
                "snapshot {} of {}: {} in store {}, {} bytes",
                task.chosen().id(),
                task.plan().cluster(),
                present.ours() ? "copied" : "skipped, it is already",
                present.store(),
                present.manifest().bytes());
    }
}
