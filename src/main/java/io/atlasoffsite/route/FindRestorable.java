package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.restore.RestoreTask;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.CopyId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The step that finds out which copy is meant, where it may come from, and where to. Changes nothing. Thread safe. */
final class FindRestorable {

    private final OffsiteConfig config;
    private final Stores stores;
    private final NewestCopy newest;
    private final NamedCopy named;
    private final RestoreAudit audit;

    FindRestorable(OffsiteConfig config, Stores stores, RestoreAudit audit) {
        this.config = config;
        this.stores = stores;
        this.newest = new NewestCopy(stores);
        this.named = new NamedCopy(stores);
        this.audit = audit;
    }

    /** Body in: a {@link RestoreOrder}; it stays. What was found is on the exchange. */
    void find(Exchange exchange) throws IOException {
        RestoreOrder order = Exchanges.body(exchange, RestoreOrder.class);
        RestoreRequest request = order.request();
        Path into = RestorePlace.of(config.restore().directory(), request.into());
        List<String> among = stores(request);
        NewestCopy.Found found = copy(request, among);
        List<ArchiveStore> open = open(among, found.copy());
        RestoreTask task =
                new RestoreTask(request.requestId(), found.copy(), open, into, request.shards(), order.acceptDamaged());
        RestoreWork work = new RestoreWork(order, task, found.warnings());
        work.carry(exchange);
        RestoreAbout.carried(exchange)
                .ifPresent(about -> about.of(work.subject()).carry(exchange));
    }

    private List<String> stores(RestoreRequest request) {
        request.store().ifPresent(config::store);
        if (request.choice() instanceof RestoreRequest.Newest wanted) {
            List<String> ofPlan = config.plan(wanted.plan()).stores();
            return request.store().map(List::of).orElse(ofPlan);
        }
        return request.store()
                .map(List::of)
                .orElseGet(() -> List.copyOf(config.stores().keySet()));
    }

    /** A request that comes again means the copy it meant at first, though a newer one may be there by now. */
    private NewestCopy.Found copy(RestoreRequest request, List<String> among) throws IOException {
        Optional<CopyId> before = audit.askedBefore(request);
        if (before.isPresent()) {
            return new NewestCopy.Found(before.get(), List.of());
        }
        if (request.choice() instanceof RestoreRequest.Newest wanted) {
            return newest.find(config.plan(wanted.plan()), wanted, among);
        }
        return new NewestCopy.Found(named.find(((RestoreRequest.Named) request.choice()).name(), among), List.of());
    }

    /** One that cannot be opened is no reason to fail while another can. */
    private List<ArchiveStore> open(List<String> among, CopyId copy) throws IOException {
        List<ArchiveStore> open = new ArrayList<>();
        StoreSearch search = new StoreSearch(stores);
        for (String store : among) {
            search.ask(store, open::add);
        }
        if (!open.isEmpty()) {
            return open;
        }
        throw search.unread().values().stream()
                .findFirst()
                .orElseGet(() -> OffsiteException.because(
                                Reason.NOT_FOUND, "there is no store that copy " + copy + " could come from")
                        .hint("add the store to offsite.yaml")
                        .build());
    }
}
