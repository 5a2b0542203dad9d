package io.atlasoffsite.route;

import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.CopyId;
import java.io.IOException;
import java.util.function.Consumer;

/** The copies in a store of the clusters that a plan means, reading no more of the store than it has to. Stateless. */
final class PlannedCopies {

    private PlannedCopies() {}

    /** Hands them over one after the other, however many there are, those of other plans for the same clusters included. */
    static void forEach(Catalog catalog, Plan plan, Consumer<CatalogEntry> action) throws IOException {
        Consumer<CatalogEntry> covered = entry -> {
            CopyId copy = entry.copyId();
            if (plan.covers(copy.projectId(), copy.cluster())) {
                action.accept(entry);
            }
        };
        if (plan.everyProject()) {
            catalog.forEach(covered);
        } else if (plan.everyCluster()) {
            catalog.forEach(plan.project(), covered);
        } else {
            catalog.of(plan.project(), plan.cluster()).forEach(covered);
        }
    }
}
