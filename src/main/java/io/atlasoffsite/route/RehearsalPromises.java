package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.ops.Freshness;
import io.atlasoffsite.ops.RehearsalState;
import io.atlasoffsite.ops.RehearsalState.Last;
import io.atlasoffsite.ops.Rehearsed;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.plan.Rehearsal;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.RehearsalRecord;
import io.atlasoffsite.store.RehearsalRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds what the plans promise about rehearsals against what the stores remember of them. A plan that promises nothing is there when
 * somebody has rehearsed it all the same. Not thread safe.
 */
public final class RehearsalPromises {

    private final OffsiteConfig config;
    private final Opener opener;
    private final Map<String, List<RehearsalRecord>> read = new LinkedHashMap<>();
    private final Map<String, OffsiteException> failures = new LinkedHashMap<>();

    /**
     * Makes ready to look.
     *
     * @param config what was promised; not null
     * @param opener opens the stores; not null
     */
    public RehearsalPromises(OffsiteConfig config, Opener opener) {
        this.config = config;
        this.opener = opener;
    }

    /** Opens a store. */
    @FunctionalInterface
    public interface Opener {
        /**
         * A store, open.
         *
         * @param store its name; not null
         * @return the store, which stays the opener's
         * @throws IOException when it cannot be opened
         */
        ArchiveStore open(String store) throws IOException;
    }

    /**
     * Looks at every plan, in the file's order.
     *
     * @param copies what was found out about the copies of the same plans: which clusters there are; not null
     * @return what is known of each plan and cluster that has, or is promised, a rehearsal
     * @throws IOException when the thread was interrupted
     */
    public List<Rehearsed> look(List<Freshness> copies) throws IOException {
        List<Rehearsed> found = new ArrayList<>();
        for (Plan plan : config.plans().values()) {
            look(
                    plan,
                    copies.stream()
                            .filter(one -> one.plan().equals(plan.name()))
                            .toList(),
                    found);
        }
        return found;
    }

    /**
     * Why stores that matter to a promise could not be read.
     *
     * @return by store; empty when all could
     */
    public Map<String, OffsiteException> failures() {
        Set<String> matter = config.plans().values().stream()
                .filter(plan -> plan.rehearse().isPresent())
                .flatMap(plan -> stores(plan).stream())
                .collect(Collectors.toSet());
        Map<String, OffsiteException> told = new LinkedHashMap<>(failures);
        told.keySet().retainAll(matter);
        return told;
    }

    private void look(Plan plan, List<Freshness> copies, List<Rehearsed> found) throws IOException {
        Map<String, List<Last>> known = new TreeMap<>();
        boolean away = false;
        for (String store : stores(plan)) {
            for (RehearsalRecord record : read(store)) {
                if (record.place().plan().equals(plan.name())
                        && plan.covers(
                                record.place().projectId(), record.place().cluster())) {
                    known.computeIfAbsent(label(plan, record.place()), unknown -> new ArrayList<>())
                            .add(last(record));
                }
            }
            away |= failures.containsKey(store);
        }
        for (String cluster : clusters(plan, copies, known.keySet())) {
            Optional<Duration> alertAfter = plan.rehearse().flatMap(Rehearsal::alertAfter);
            List<Last> last = known.getOrDefault(cluster, List.of());
            found.add(new Rehearsed(plan.name(), cluster, alertAfter, last, away));
        }
    }

    /** With a store of its own, a rehearsal from another one does not keep the plan's promise. */
    private static List<String> stores(Plan plan) {
        return plan.rehearse().flatMap(Rehearsal::store).map(List::of).orElse(plan.stores());
    }

    /** A cluster without a copy has nothing to rehearse, one that Atlas and the stores no longer have no reason to. */
    private static Set<String> clusters(Plan plan, List<Freshness> copies, Set<String> rehearsed) {
        Set<String> clusters = new TreeSet<>(rehearsed);
        boolean wide = plan.everyCluster() || plan.everyProject();
        Set<String> there = copies.stream().map(Freshness::cluster).collect(Collectors.toSet());
        if (wide && !there.isEmpty() && !there.contains(Plan.EVERY_CLUSTER)) {
            clusters.retainAll(there);
        }
        if (plan.rehearse().isPresent()) {
            copies.stream()
                    .filter(one -> one.newest().isPresent())
                    .map(Freshness::cluster)
                    .forEach(clusters::add);
            if (!wide) {
                clusters.add(plan.cluster());
            }
        }
        return clusters;
    }

    private List<RehearsalRecord> read(String store) throws IOException {
        if (!read.containsKey(store)) {
            read.put(store, List.of());
            try {
                read.put(store, RehearsalRecords.last(opener.open(store)));
            } catch (IOException failure) {
                if (Failures.interrupted(failure)) {
                    throw failure;
                }
                failures.put(store, Failures.typed(failure));
            }
        }
        return read.get(store);
    }

    static String label(Plan plan, RehearsalRecord.Place place) {
        return plan.everyProject() ? place.projectId() + "/" + place.cluster() : place.cluster();
    }

    static Last last(RehearsalRecord record) {
        return new Last(
                record.finishedAt(),
                record.store(),
                record.copyId().map(Object::toString).orElse(""),
                RehearsalState.State.valueOf(record.outcome().name()),
                record.failure().map(RehearsalRecord.Failure::summary).orElse(""));
    }
}
