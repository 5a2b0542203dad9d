package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.S3StoreConfig;
import io.atlasoffsite.plan.StoreConfig;
import io.atlasoffsite.store.ArchiveStore.Shortcoming;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the stores that cannot do what offsite.yaml asks of them. Only those with a lock are asked at all. */
final class UnfitStores {

    private static final Logger LOG = LoggerFactory.getLogger(UnfitStores.class);

    private final OffsiteConfig config;
    private final Stores stores;

    UnfitStores(OffsiteConfig config, Stores stores) {
        this.config = config;
        this.stores = stores;
    }

    /** Fails for the first. */
    void refuse() {
        for (StoreConfig store : config.stores().values()) {
            if (store instanceof S3StoreConfig s3 && s3.objectLock().isPresent()) {
                Optional<Shortcoming> unfit = shortcoming(s3.name());
                if (unfit.isPresent()) {
                    throw OffsiteException.because(
                                    Reason.STORE_REFUSED,
                                    "store '" + s3.name() + "', " + s3.location() + ": "
                                            + unfit.get().sentence())
                            .build();
                }
            }
        }
    }

    private Optional<Shortcoming> shortcoming(String name) {
        try {
            return stores.open(name).shortcomings().stream()
                    .filter(Shortcoming::refused)
                    .findFirst();
        } catch (IOException away) {
            LOG.warn("store {} does not say whether it can lock: {}", name, away.getMessage());
            return Optional.empty();
        }
    }
}
