package io.atlasoffsite.ops;

import io.atlasoffsite.ops.FreshnessBoard.Place;
import io.atlasoffsite.ops.RehearsalState.Last;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How restores were rehearsed, as far as this process knows: from its last look into the stores, and from each rehearsal of its own
 * since. What was known of a store that is away stays known. Thread safe.
 */
public final class RehearsalBoard {

    private record Key(String plan, String cluster) {
        private static Key of(Rehearsed one) {
            return new Key(one.plan(), one.cluster());
        }
    }

    private Map<Key, Rehearsed> known = new LinkedHashMap<>();

    /**
     * Takes over what a look into the stores found.
     *
     * @param found of every plan that has or promises rehearsals; not null
     * @param began when the look began, UTC: rehearsals noted since then count, too
     */
    public synchronized void looked(Collection<Rehearsed> found, Instant began) {
        Map<Key, Rehearsed> before = known;
        known = new LinkedHashMap<>();
        for (Rehearsed one : found) {
            List<Last> earlier = Optional.ofNullable(before.get(Key.of(one)))
                    .map(Rehearsed::last)
                    .orElse(List.of());
            List<Last> still = earlier.stream()
                    .filter(last -> one.partly() || !last.at().isBefore(began))
                    .toList();
            known.put(Key.of(one), one.with(still));
        }
    }

    /**
     * Notes a rehearsal.
     *
     * @param plan the plan's name; not null
     * @param cluster the cluster's name, as in {@link Rehearsed}; not null
     * @param last how it ended; not null
     */
    public synchronized void rehearsed(String plan, String cluster, Last last) {
        Rehearsed fresh = new Rehearsed(plan, cluster, Optional.empty(), List.of(), false);
        known.put(Key.of(fresh), known.getOrDefault(Key.of(fresh), fresh).with(List.of(last)));
    }

    /**
     * How everything stands now.
     *
     * @param now the time, UTC
     * @return in the order of the configuration
     */
    public synchronized List<RehearsalState> judged(Instant now) {
        return known.values().stream().map(one -> one.judge(now)).toList();
    }

    /**
     * The last rehearsal of every plan and cluster from every store that has one.
     *
     * @return a snapshot
     */
    public synchronized Map<Place, Last> last() {
        Map<Place, Last> all = new LinkedHashMap<>();
        known.values()
                .forEach(one ->
                        one.last().forEach(last -> all.put(new Place(one.plan(), one.cluster(), last.store()), last)));
        return Map.copyOf(all);
    }
}
