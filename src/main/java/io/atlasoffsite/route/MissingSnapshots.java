package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of a cluster's snapshots a plan for all of them has still to copy. Thread safe. */
final class MissingSnapshots {

    private static final int READERS = 4;
    private static final Comparator<Snapshot> FIRST_TO_EXPIRE = Comparator.comparing(
                    (Snapshot snapshot) -> snapshot.expiresAt().orElse(Instant.MAX))
            .thenComparing(snapshot -> snapshot.takenAt().orElseThrow());
    private static final Logger LOG = LoggerFactory.getLogger(MissingSnapshots.class);

    private final Stores stores;
    private final Clock clock;

    MissingSnapshots(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /**
     * The snapshots that are not yet in every store of the plan that can be read.
     *
     * @param plan for one cluster
     * @param listed what Atlas has
     * @return first to expire first
     * @throws IOException when the thread was interrupted
     * @throws OffsiteException when Atlas has nothing to copy, or no store can be read
     */
    List<Snapshot> of(Plan plan, List<Snapshot> listed) throws IOException {
        List<Snapshot> eligible = ChooseSnapshot.eligible(plan, listed, clock.instant())
                .sorted(FIRST_TO_EXPIRE)
                .toList();
        if (eligible.isEmpty()) {
            throw ChooseSnapshot.none(plan, listed.size());
        }
        List<Set<String>> copied = copied(plan);
        return eligible.stream()
                .filter(snapshot -> copied.stream().anyMatch(there -> !there.contains(snapshot.id())))
                .toList();
    }

    /** A store that cannot be read asks for nothing: what it lacks is found when it is well again. */
    private List<Set<String>> copied(Plan plan) throws IOException {
        List<Set<String>> copied = new ArrayList<>();
        List<OffsiteException> failures = new ArrayList<>();
        for (String store : plan.stores()) {
            try {
                copied.add(new Catalog(stores.open(store), READERS).copied(plan.project(), plan.cluster()));
            } catch (StoreException failure) {
                LOG.warn("store {} cannot say what it has of {}", store, plan.cluster());
                failures.add(Failures.typed(failure));
            }
        }
        if (copied.isEmpty()) {
            throw failures.get(0);
        }
        return copied;
    }
}
