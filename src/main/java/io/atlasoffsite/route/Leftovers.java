package io.atlasoffsite.route;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Rehearsal;
import io.atlasoffsite.restore.StaleRestores;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempts;
import io.atlasoffsite.store.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What processes that are gone left unfinished. Thread safe. */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final OffsiteConfig config;
    private final ConfiguredStores stores;
    private final ProcessIdentity identity;
    private final Scratch scratch;
    private final Clock clock;

    Leftovers(OffsiteConfig config, ConfiguredStores stores, ProcessIdentity identity, Scratch scratch, Clock clock) {
        this.config = config;
        this.stores = stores;
        this.identity = identity;
        this.scratch = scratch;
        this.clock = clock;
    }

    /** A store that is away, or a directory that cannot be read, is no reason not to start. */
    void sweep() {
        sweepRehearsals();
        try {
            sweepRestores();
        } catch (IOException | RuntimeException unreadable) {
            LOG.warn("what restores left unfinished could not be swept: {}", unreadable.getMessage());
        }
        for (String store : config.stores().keySet()) {
            try {
                sweepAttempts(store);
            } catch (IOException | RuntimeException away) {
                LOG.warn("store {} could not be swept: {}", store, away.getMessage());
            }
        }
    }

    /** Of this data directory when their lock is free, of others after a day of silence by the store's clock. */
    private void sweepAttempts(String storeName) throws IOException {
        Attempts attempts = stores.attempts(storeName);
        ArchiveStore store = stores.open(storeName);
        // A store nobody has used is not written to just to ask for its time.
        Instant now = store.list(Layout.ATTEMPTS).isEmpty() ? Instant.EPOCH : store.now();
        Attempts.Swept swept = attempts.sweep(attempt -> attempt.node().equals(identity.node())
                ? identity.dead(attempt.node(), attempt.process())
                : attempt.stale(now));
        if (!swept.cleaned().isEmpty()) {
            LOG.info(
                    "store {}: cleaned up after {} unfinished attempts",
                    storeName,
                    swept.cleaned().size());
        }
        swept.orphans()
                .forEach(path -> LOG.warn(
                        "store {}: archive {} is whole but belongs to no copy; delete it when nobody misses it",
                        storeName,
                        path));
    }

    private void sweepRehearsals() {
        config.plans().values().stream()
                .map(plan -> plan.rehearse().orElse(Rehearsal.BY_HAND).scratch(config.restore()))
                .distinct()
                .forEach(scratch::sweep);
    }

    /** Those by message that nobody went on with for a day. */
    private void sweepRestores() throws IOException {
        for (Path left :
                new StaleRestores(clock).sweep(config.restore().directory().toAbsolutePath())) {
            LOG.info("removed {}, which a restore had left unfinished", left);
        }
    }
}
