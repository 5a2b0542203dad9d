package io.atlasoffsite.route;

import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.store.StoreException;
import io.atlasoffsite.transfer.TransferException;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that move, prove and commit: {@code transfer}, {@code prove}, {@code commit}, {@code replicate}. What goes wrong with
 * one store is noted with that store and the copy goes on; what goes wrong with the source ends the request. Thread safe.
 */
final class MoveCopy {

    private static final Logger LOG = LoggerFactory.getLogger(MoveCopy.class);

    private final FillStore fillStore;
    private final Sources sources;

    MoveCopy(FillStore fillStore, Sources sources) {
        this.fillStore = fillStore;
        this.sources = sources;
    }

    void transfer(Exchange exchange) throws Exception {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        DownloadJob job = Exchanges.variable(exchange, Variables.DOWNLOAD, DownloadJob.class);
        exchange.removeVariable(Variables.FILLED);
        String store = task.pending().get(0).store();
        Sources.FromAtlas source = sources.atlas(task, job, exchange);
        try {
            exchange.setVariable(Variables.FILLED, fillStore.fill(store, task, source.wanted(), source.mover()));
        } catch (StoreException failure) {
            give(exchange, task, store, failure);
        }
        exchange.setVariable(Variables.DOWNLOAD, source.tickets().current());
    }

    void prove(Exchange exchange) throws Exception {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        Optional<FillStore.Filled> filled = filled(exchange);
        if (filled.isEmpty()) {
            return;
        }
        exchange.removeVariable(Variables.FILLED);
        try {
            exchange.setVariable(Variables.FILLED, fillStore.prove(filled.get(), task));
        } catch (StoreException failure) {
            give(exchange, task, filled.get().store(), failure);
        } catch (TransferException failure) {
            giveOrThrow(exchange, task, filled.get().store(), failure);
        }
    }

    void commit(Exchange exchange) throws IOException {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        Optional<FillStore.Filled> filled = filled(exchange);
        if (filled.isEmpty()) {
            return;
        }
        exchange.removeVariable(Variables.FILLED);
        try {
            next(exchange, task.with(fillStore.commit(filled.get(), task)));
            exchange.setVariable(Variables.DOWNLOAD_STORED, true);
        } catch (StoreException failure) {
            give(exchange, task, filled.get().store(), failure);
        }
    }

    /** The whole way once more, from a store that has the copy into the next one that lacks it. */
    void replicate(Exchange exchange) throws Exception {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        String store = task.pending().get(0).store();
        try {
            FillStore.Filled filled = fillStore.fill(store, task, sources.wanted(task), sources.store(task));
            FillStore.Filled proved = fillStore.prove(filled, task);
            next(exchange, task.with(fillStore.commit(proved, task)));
        } catch (StoreException | TransferException failure) {
            give(exchange, task, store, failure);
        }
    }

    /** Bytes that read back otherwise than they were written are the store's fault; a broken archive is Atlas's. */
    private static void giveOrThrow(Exchange exchange, CopyTask task, String store, TransferException failure)
            throws TransferException {
        boolean storesFault = failure.kind() == TransferException.Kind.WRONG_HASH
                || failure.kind() == TransferException.Kind.WRONG_LENGTH;
        if (!storesFault) {
            throw failure;
        }
        give(exchange, task, store, failure);
    }

    private static void give(Exchange exchange, CopyTask task, String store, IOException failure) {
        LOG.warn("no copy of snapshot {} in store {} this time", task.chosen().id(), store, failure);
        next(exchange, task.with(new Target.Lost(store, Failures.typed(failure))));
    }

    static void next(Exchange exchange, CopyTask task) {
        Exchanges.carry(exchange, task);
        exchange.setVariable(Variables.FETCH_NEEDED, task.fetchNeeded());
        exchange.setVariable(Variables.STORES_LEFT, task.replicable());
    }

    private static Optional<FillStore.Filled> filled(Exchange exchange) {
        return Optional.ofNullable(exchange.getVariable(Variables.FILLED, FillStore.Filled.class));
    }
}
