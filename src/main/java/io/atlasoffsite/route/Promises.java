package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.ops.Freshness;
import io.atlasoffsite.plan.ClusterKind;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Manifest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds what the plans promise against what the stores have and, where a plan means many clusters, against what Atlas has. Only
 * whole copies count. Not thread safe.
 */
public final class Promises {

    private final OffsiteConfig config;
    private final Shelf shelf;
    private final Finder finder;
    private final Map<String, OffsiteException> failures = new LinkedHashMap<>();

    /**
     * Makes ready to look.
     *
     * @param config what was promised; not null
     * @param shelf what the stores have; not null
     * @param finder what Atlas has; not null
     */
    public Promises(OffsiteConfig config, Shelf shelf, Finder finder) {
        this.config = config;
        this.shelf = shelf;
        this.finder = finder;
    }

    /** Reads what a store has of the clusters a plan may mean, and perhaps of others. */
    @FunctionalInterface
    public interface Shelf {
        /**
         * Hands over the copies, one after the other.
         *
         * @param store the store's name; not null
         * @param question asks the store's catalog; not null
         * @return why the store could not be read; empty when it could
         * @throws IOException when the thread was interrupted
         */
        Optional<OffsiteException> read(String store, Question question) throws IOException;
    }

    /** Asks a catalog. */
    @FunctionalInterface
    public interface Question {
        /**
         * Takes what it needs.
         *
         * @param catalog a store's; not null
         * @throws IOException when the store cannot say
         */
        void ask(Catalog catalog) throws IOException;
    }

    /** Finds what a plan for many clusters means today. */
    @FunctionalInterface
    public interface Finder {
        /**
         * All clusters the plan may mean, its include and exclude not heeded.
         *
         * @param plan for many clusters; not null
         * @return the kinds of the clusters
         * @throws OffsiteException when Atlas does not say
         * @throws InterruptedException when the thread was interrupted
         */
        Map<Place, ClusterKind> find(Plan plan) throws InterruptedException;
    }

    /**
     * Where a cluster is.
     *
     * @param project the project's id
     * @param cluster the cluster's name
     */
    public record Place(String project, String cluster) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int projects = project.compareTo(other.project);
            return projects != 0 ? projects : cluster.compareTo(other.cluster);
        }
    }

    /**
     * Looks at every plan that promises something, in the file's order.
     *
     * @param now the time, UTC
     * @return a verdict for each plan, cluster and store
     * @throws IOException when the thread was interrupted
     * @throws InterruptedException when the thread was interrupted
     */
    public List<Freshness> look(Instant now) throws IOException, InterruptedException {
        List<Freshness> found = new ArrayList<>();
        for (Plan plan : config.plans().values()) {
            if (plan.alertAfter().isPresent()) {
                look(plan, plan.alertAfter().get(), now, found);
            }
        }
        return found;
    }

    /**
     * Why stores or Atlas could not be read, one reason each.
     *
     * @return empty when all could
     */
    public List<OffsiteException> failures() {
        return List.copyOf(failures.values());
    }

    private void look(Plan plan, Duration alertAfter, Instant now, List<Freshness> found)
            throws IOException, InterruptedException {
        Set<String> away = new HashSet<>();
        Map<String, Map<Place, Instant>> newest = new LinkedHashMap<>();
        Set<Place> places = new TreeSet<>();
        for (String store : plan.stores()) {
            Map<Place, Instant> there = new TreeMap<>();
            shelf.read(store, catalog -> PlannedCopies.forEach(catalog, plan, entry -> note(plan, entry, there)))
                    .ifPresent(failure -> {
                        failures.putIfAbsent(store, failure);
                        away.add(store);
                        there.clear();
                    });
            newest.put(store, there);
            places.addAll(there.keySet());
        }
        Optional<Set<Place>> today = today(plan);
        today.ifPresent(places::addAll);
        if (!wide(plan) || places.isEmpty() || today.isEmpty()) {
            places.add(new Place(plan.project(), plan.cluster()));
        }
        for (Place place : places) {
            for (String store : plan.stores()) {
                Freshness.Promise promise = new Freshness.Promise(plan.name(), label(plan, place), store, alertAfter);
                Optional<Instant> taken = Optional.ofNullable(newest.get(store).get(place));
                boolean nobodyCanSay = away.contains(store)
                        || today.isEmpty() && place.cluster().equals(Plan.EVERY_CLUSTER);
                found.add(nobodyCanSay ? promise.unknown() : judge(promise, place, today, taken, now));
            }
        }
    }

    private static Freshness judge(
            Freshness.Promise promise, Place place, Optional<Set<Place>> today, Optional<Instant> taken, Instant now) {
        boolean vanished = today.isPresent() && !today.get().contains(place) && taken.isPresent();
        return vanished ? promise.vanished(taken, now) : promise.judge(taken, now);
    }

    /** The clusters a plan for many means today; a plan for one means that one; empty when Atlas does not say. */
    private Optional<Set<Place>> today(Plan plan) throws InterruptedException {
        if (!wide(plan)) {
            return Optional.of(Set.of(new Place(plan.project(), plan.cluster())));
        }
        try {
            Set<Place> places = new TreeSet<>();
            finder.find(plan).forEach((place, kind) -> {
                if (plan.covers(place.cluster()) && wanted(plan, kind.word())) {
                    places.add(place);
                }
            });
            return Optional.of(places);
        } catch (OffsiteException unknown) {
            failures.putIfAbsent("atlas " + plan.atlas() + " " + plan.project(), unknown);
            return Optional.empty();
        }
    }

    private static void note(Plan plan, CatalogEntry entry, Map<Place, Instant> newest) {
        CopyId copy = entry.copyId();
        if (entry instanceof CatalogEntry.Whole whole
                && belongs(plan, whole.manifest().manifest())) {
            newest.merge(
                    new Place(copy.projectId(), copy.cluster()),
                    copy.takenAt(),
                    (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    /** A store may have copies of projects of other accesses, and of clusters of other kinds, which are other plans' business. */
    static boolean belongs(Plan plan, Manifest copy) {
        if (!wide(plan)) {
            return true;
        }
        return wanted(plan, copy.cluster().kind())
                && (!plan.everyProject() || copy.plan().equals(plan.name()));
    }

    private static boolean wanted(Plan plan, String kind) {
        return plan.kind() == ClusterKind.AUTO || plan.kind().word().equals(kind);
    }

    private static boolean wide(Plan plan) {
        return plan.everyProject() || plan.everyCluster();
    }

    private static String label(Plan plan, Place place) {
        return plan.everyProject() ? place.project() + "/" + place.cluster() : place.cluster();
    }
}
