package io.atlasoffsite.ops;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Snapshots that a plan wants, that a store of it lacks, and that Atlas will delete: as far as this process has come across them
 * since it started. Thread safe.
 */
public final class UncopiedSnapshots {

    private final Map<Place, Map<String, Instant>> expiries = new HashMap<>();

    /**
     * One cluster, as one plan sees it.
     *
     * @param plan the plan's name
     * @param cluster the cluster's name; of a plan for many projects with the project's id and a slash before it
     */
    public record Place(String plan, String cluster) {}

    /**
     * Notes all that a plan wants of a cluster and has not got; what was noted before is forgotten.
     *
     * @param place whose; not null
     * @param snapshots when each expires, UTC, by the snapshot's id; not null
     */
    public synchronized void are(Place place, Map<String, Instant> snapshots) {
        expiries.put(place, new HashMap<>(snapshots));
    }

    /**
     * Notes one more.
     *
     * @param place whose; not null
     * @param snapshot its id; not null
     * @param expires when it expires, UTC
     */
    public synchronized void add(Place place, String snapshot, Instant expires) {
        expiries.computeIfAbsent(place, any -> new HashMap<>()).put(snapshot, expires);
    }

    /**
     * Every store of the plan has it now.
     *
     * @param place whose; not null
     * @param snapshot its id; not null
     */
    public synchronized void copied(Place place, String snapshot) {
        Optional.ofNullable(expiries.get(place)).ifPresent(known -> known.remove(snapshot));
    }

    /**
     * When the first of each cluster's snapshots expires.
     *
     * @return UTC; clusters of which nothing is missing are left out
     */
    public synchronized Map<Place, Instant> first() {
        Map<Place, Instant> first = new HashMap<>();
        expiries.forEach((place, known) -> known.values().stream()
                .min(Comparator.naturalOrder())
                .ifPresent(earliest -> first.put(place, earliest)));
        return first;
    }
}
