package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.S3StoreConfig;
import io.atlasoffsite.plan.SftpStoreConfig;
import io.atlasoffsite.plan.StoreConfig;
import io.atlasoffsite.store.ArchiveStore.Shortcoming;
import io.atlasoffsite.store.StoreException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the stores of plans that cannot do what offsite.yaml asks of them, before a request is taken: one that cannot will not
 * tomorrow either, and every request would become a dead letter. One that is away is no reason not to start. Asked are only those
 * that may be unfit: SFTP servers, and buckets that shall lock.
 */
final class UnfitStores {

    private static final Logger LOG = LoggerFactory.getLogger(UnfitStores.class);
    private static final int PATIENCE_SECONDS = 10;

    private final OffsiteConfig config;
    private final Stores stores;

    UnfitStores(OffsiteConfig config, Stores stores) {
        this.config = config;
        this.stores = stores;
    }

    /** Fails for the first, as {@link Reason#STORE_REFUSED}. Takes ten seconds at most; an interrupt ends it and stays set. */
    void refuse() {
        refuseLedger();
        List<StoreConfig> doubtful = config.stores().values().stream()
                .filter(UnfitStores::mayBeUnfit)
                .filter(this::used)
                .toList();
        if (doubtful.isEmpty()) {
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(doubtful.size());
        try {
            Map<StoreConfig, Future<List<Shortcoming>>> answers = new LinkedHashMap<>();
            doubtful.forEach(store -> answers.put(
                    store, pool.submit(() -> stores.open(store.name()).shortcomings())));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            for (Map.Entry<StoreConfig, Future<List<Shortcoming>>> asked : answers.entrySet()) {
                judge(asked.getKey(), asked.getValue(), end - System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            pool.shutdownNow();
        }
    }

    /** What cannot hold the ledger now cannot tomorrow; a store that is away shows at the first request. */
    private void refuseLedger() {
        if (!config.restore().inAtlas().enabled()) {
            return;
        }
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            pool.submit(() -> checkLedger(config, stores)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof OffsiteException unfit) {
                throw unfit;
            }
            LOG.warn(
                    "whether restores in Atlas can be remembered is not known: {}",
                    failure.getCause().getMessage());
        } catch (TimeoutException silent) {
            LOG.warn("the store of the ledger does not answer; whether it is fit shows when it is used");
        } finally {
            pool.shutdownNow();
        }
    }

    /** Fails as {@link Reason#RESTORE_REFUSED} when the ledger's store cannot hold it; answers the store's name. */
    static String checkLedger(OffsiteConfig config, Stores stores) throws IOException {
        String ledger = config.restore().inAtlas().ledger().orElseThrow();
        RestoreLedger.refuseUnfit(stores.open(ledger));
        return ledger;
    }

    private static boolean mayBeUnfit(StoreConfig store) {
        return store instanceof SftpStoreConfig
                || store instanceof S3StoreConfig s3 && s3.objectLock().isPresent();
    }

    private boolean used(StoreConfig store) {
        return config.plans().values().stream().anyMatch(plan -> plan.stores().contains(store.name()));
    }

    private static void judge(StoreConfig store, Future<List<Shortcoming>> answer, long nanos)
            throws InterruptedException {
        try {
            for (Shortcoming shortcoming : answer.get(Math.max(1, nanos), TimeUnit.NANOSECONDS)) {
                if (shortcoming.refused()) {
                    throw OffsiteException.because(
                                    Reason.STORE_REFUSED,
                                    "store '" + store.name() + "', " + store.location() + ": " + shortcoming.sentence())
                            .build();
                }
                LOG.warn("store {}: {}", store.name(), shortcoming.sentence());
            }
        } catch (TimeoutException silent) {
            LOG.warn("store {} does not answer; whether it is fit shows when it is used", store.name());
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StoreException refused
                    && refused.code().equals(StoreException.LACKING)) {
                throw Failures.known(refused).orElseThrow();
            }
            LOG.warn(
                    "store {} could not be looked at: {}",
                    store.name(),
                    failure.getCause().getMessage());
        }
    }
}
