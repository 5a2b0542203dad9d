package io.atlasoffsite.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How fresh the copies are, as far as this process knows: from its last look into the stores, and from each copy it has made
 * since. What was known of a store that is away stays known. Thread safe.
 */
public final class FreshnessBoard {

    private final Map<Place, Freshness> promised = new LinkedHashMap<>();
    private final Map<Place, Known> newest = new LinkedHashMap<>();
    private Optional<Instant> lookedAt = Optional.empty();

    /**
     * One cluster's copies by one plan in one store.
     *
     * @param plan the plan's name
     * @param cluster the cluster's name; of a plan for many projects with the project's id and a slash before it
     * @param store the store's name
     */
    public record Place(String plan, String cluster, String store) {
        private static Place of(Freshness one) {
            return new Place(one.plan(), one.cluster(), one.store());
        }
    }

    private record Known(Instant taken, Instant since) {
        Known orNewer(Instant other) {
            return other.isAfter(taken) ? new Known(other, since) : this;
        }
    }

    /**
     * Takes over what a look into the stores and at Atlas found.
     *
     * @param found everything that was promised; not null
     * @param began when the look began, UTC: copies noted since then count, too
     */
    public synchronized void looked(Collection<Freshness> found, Instant began) {
        Set<String> plans = new HashSet<>();
        Set<Place> places = new HashSet<>();
        promised.clear();
        for (Freshness one : found) {
            Place place = Place.of(one);
            plans.add(one.plan());
            places.add(place);
            promised.put(place, one);
            if (one.state() != Freshness.State.UNKNOWN) {
                Known before = newest.remove(place);
                one.newest().ifPresent(taken -> newest.put(place, new Known(taken, began)));
                if (before != null && before.since().isAfter(began)) {
                    note(place, before.taken(), before.since());
                }
            }
        }
        newest.entrySet()
                .removeIf(entry -> plans.contains(entry.getKey().plan())
                        && !places.contains(entry.getKey())
                        && !entry.getValue().since().isAfter(began));
        lookedAt = Optional.of(began);
    }

    /**
     * Notes that a copy is in a store.
     *
     * @param place where; not null
     * @param taken when its data is from, UTC
     * @param now the time, UTC
     */
    public synchronized void copied(Place place, Instant taken, Instant now) {
        note(place, taken, now);
        Freshness before = promised.get(place);
        if (before != null) {
            promised.put(
                    place, promise(before).judge(Optional.of(newest.get(place).taken()), now));
        }
    }

    /**
     * How everything that was promised stands now.
     *
     * @param now the time, UTC
     * @return in the order of the configuration; empty before the first look
     */
    public synchronized List<Freshness> judged(Instant now) {
        List<Freshness> all = new ArrayList<>();
        promised.forEach((place, one) -> all.add(judged(one, taken(place), now)));
        return List.copyOf(all);
    }

    /**
     * When the newest copy's data is from, for every place where a copy is known.
     *
     * @return a snapshot, UTC
     */
    public synchronized Map<Place, Instant> newest() {
        Map<Place, Instant> all = new LinkedHashMap<>();
        newest.forEach((place, known) -> all.put(place, known.taken()));
        return Map.copyOf(all);
    }

    /**
     * When the stores were last looked into.
     *
     * @return UTC; empty before the first look has ended
     */
    public synchronized Optional<Instant> lookedAt() {
        return lookedAt;
    }

    private void note(Place place, Instant taken, Instant since) {
        Known before = newest.get(place);
        newest.put(place, before == null ? new Known(taken, since) : new Known(before.taken(), since).orNewer(taken));
    }

    private Optional<Instant> taken(Place place) {
        return Optional.ofNullable(newest.get(place)).map(Known::taken);
    }

    private static Freshness judged(Freshness one, Optional<Instant> taken, Instant now) {
        return switch (one.state()) {
            case FRESH, STALE, MISSING -> promise(one).judge(taken, now);
            case CLUSTER_VANISHED -> promise(one).vanished(taken, now);
            case UNKNOWN ->
                new Freshness(
                        one.plan(),
                        one.cluster(),
                        one.store(),
                        taken,
                        taken.map(from -> Duration.between(from, now)),
                        one.alertAfter(),
                        Freshness.State.UNKNOWN);
        };
    }

    private static Freshness.Promise promise(Freshness one) {
        return new Freshness.Promise(one.plan(), one.cluster(), one.store(), one.alertAfter());
    }
}
