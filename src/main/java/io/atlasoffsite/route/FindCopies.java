package io.atlasoffsite.route;

import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.SealedManifest;
import io.atlasoffsite.store.StoreException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * The step that looks which stores have the copy already, once nobody else in this process is making it. Thread safe.
 */
final class FindCopies {

    private final Stores stores;
    private final Turns turns;
    private final Tally tally;

    FindCopies(Stores stores, Turns turns, Tally tally) {
        this.stores = stores;
        this.turns = turns;
        this.tally = tally;
    }

    /** Waits for the turn first: what another request is making now is found afterwards, and not fetched twice. */
    void findInTurn(Exchange exchange) throws IOException, InterruptedException {
        turns.take(exchange, Exchanges.body(exchange, CopyTask.class).copyId());
        find(exchange);
        tally.wanted(Exchanges.body(exchange, CopyTask.class));
    }

    void find(Exchange exchange) throws IOException {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        for (Target.Pending target : task.pending()) {
            task = task.with(look(target.store(), task));
        }
        MoveCopy.next(exchange, task);
    }

    private Target look(String store, CopyTask task) throws IOException {
        try {
            Optional<SealedManifest> found = new Catalog(stores.open(store), 1)
                    .copied(
                            task.plan().project(),
                            task.plan().cluster(),
                            task.chosen().id());
            return found.<Target>map(there -> present(store, there, task)).orElseGet(() -> new Target.Pending(store));
        } catch (StoreException failure) {
            return new Target.Lost(store, Failures.typed(failure));
        }
    }

    /** A manifest that names this very request was made by it before a redelivery: it is announced as copied once more. */
    private static Target present(String store, SealedManifest there, CopyTask task) {
        boolean ours = there.manifest().requestId().equals(task.request().requestId());
        return new Target.Present(store, there, ours, Map.of());
    }
}
