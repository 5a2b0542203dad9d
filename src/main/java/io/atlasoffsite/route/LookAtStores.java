package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.ops.Freshness;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.store.Catalog;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step that finds out how fresh the copies and their rehearsals are, for status and metrics, which themselves never ask a store. Thread safe. */
final class LookAtStores {

    private static final Logger LOG = LoggerFactory.getLogger(LookAtStores.class);
    private static final int READERS = 4;

    private final OffsiteConfig config;
    private final Stores stores;
    private final Watch watch;
    private final Clock clock;

    LookAtStores(OffsiteConfig config, Stores stores, Watch watch, Clock clock) {
        this.config = config;
        this.stores = stores;
        this.watch = watch;
        this.clock = clock;
    }

    void look(Exchange exchange) throws IOException, InterruptedException {
        CamelContext context = exchange.getContext();
        Instant began = clock.instant();
        Promises promises = new Promises(config, this::read, new ClusterFinder(context));
        List<Freshness> copies = promises.look(began);
        watch.freshness().looked(copies, began);
        watch.meters().refresh();
        RehearsalPromises rehearsals = new RehearsalPromises(config, stores::open);
        watch.rehearsals().looked(rehearsals.look(copies), began);
        watch.rehearsalMeters().refresh();
        Set<String> told = new LinkedHashSet<>();
        Stream.concat(promises.failures().stream(), rehearsals.failures().values().stream())
                .map(Throwable::getMessage)
                .forEach(told::add);
        told.forEach(failure ->
                LOG.warn("how fresh the copies are is not all known; looking again in an hour: {}", failure));
    }

    private Optional<OffsiteException> read(String store, Promises.Question question) throws IOException {
        try {
            question.ask(new Catalog(stores.open(store), READERS));
            return Optional.empty();
        } catch (IOException failure) {
            if (Failures.interrupted(failure)) {
                throw failure;
            }
            return Optional.of(Failures.typed(failure));
        }
    }
}
