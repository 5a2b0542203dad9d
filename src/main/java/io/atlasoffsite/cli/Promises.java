package io.atlasoffsite.cli;

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
final class Promises {

    private final OffsiteConfig config;
    private final Catalogs catalogs;
    private final Finder finder;
    private final Map<String, OffsiteException> failures = new LinkedHashMap<>();

    Promises(OffsiteConfig config, Catalogs catalogs, Finder finder) {
        this.config = config;
        this.catalogs = catalogs;
        this.finder = finder;
    }

    /** Finds what a plan for many clusters means today. */
    @FunctionalInterface
    interface Finder {
        /**
         * All clusters the plan may mean, its include and exclude not heeded.
         *
         * @throws OffsiteException when Atlas does not say
         */
        Map<Place, ClusterKind> find(Plan plan) throws InterruptedException;
    }

    /**
     * Where a cluster is.
     *
     * @param project the project's id
     * @param cluster the cluster's name
     */
    record Place(String project, String cluster) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int projects = project.compareTo(other.project);
            return projects != 0 ? projects : cluster.compareTo(other.cluster);
        }
    }

    /** Looks at every plan that promises something, in the file's order. */
    List<Freshness> look(Instant now) throws IOException, InterruptedException {
        List<Freshness> found = new ArrayList<>();
        for (Plan plan : config.plans().values()) {
            if (plan.alertAfter().isPresent()) {
                look(plan, plan.alertAfter().get(), now, found);
            }
        }
        return found;
    }

    /** Why stores or Atlas could not be read, one reason each. */
    List<OffsiteException> failures() {
        return List.copyOf(failures.values());
    }

    private void look(Plan plan, Duration alertAfter, Instant now, List<Freshness> found)
            throws IOException, InterruptedException {
        Map<String, Catalogs.Reading> readings = new LinkedHashMap<>();
        Map<String, Map<Place, Instant>> newest = new LinkedHashMap<>();
        Set<Place> places = new TreeSet<>();
        for (String store : plan.stores()) {
            Catalogs.Reading reading = catalogs.read(store, catalog -> ask(catalog, plan));
            reading.failure().ifPresent(failure -> failures.putIfAbsent(store, failure));
            readings.put(store, reading);
            newest.put(store, newest(plan, reading));
            places.addAll(newest.get(store).keySet());
        }
        Optional<Set<Place>> today = today(plan);
        today.ifPresent(places::addAll);
        if (!wide(plan) || places.isEmpty() || today.isEmpty()) {
            places.add(new Place(plan.project(), plan.cluster()));
        }
        for (Place place : places) {
            for (Catalogs.Reading reading : readings.values()) {
                Freshness.Promise promise =
                        new Freshness.Promise(plan.name(), label(plan, place), reading.store(), alertAfter);
                Optional<Instant> taken =
                        Optional.ofNullable(newest.get(reading.store()).get(place));
                found.add(judge(promise, reading, place, today, taken, now));
            }
        }
    }

    private static Freshness judge(
            Freshness.Promise promise,
            Catalogs.Reading reading,
            Place place,
            Optional<Set<Place>> today,
            Optional<Instant> taken,
            Instant now) {
        boolean nobodyCanSay = today.isEmpty() && place.cluster().equals(Plan.EVERY_CLUSTER);
        if (reading.failure().isPresent() || nobodyCanSay) {
            return promise.unknown();
        }
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

    private static List<CatalogEntry> ask(Catalog catalog, Plan plan) throws IOException {
        if (plan.everyProject()) {
            return catalog.all();
        }
        return plan.everyCluster() ? catalog.of(plan.project()) : catalog.of(plan.project(), plan.cluster());
    }

    private static Map<Place, Instant> newest(Plan plan, Catalogs.Reading reading) {
        Map<Place, Instant> newest = new TreeMap<>();
        for (CatalogEntry entry : reading.entries()) {
            CopyId copy = entry.copyId();
            if (entry instanceof CatalogEntry.Whole whole
                    && plan.covers(copy.projectId(), copy.cluster())
                    && belongs(plan, whole.manifest().manifest())) {
                newest.merge(
                        new Place(copy.projectId(), copy.cluster()),
                        copy.takenAt(),
                        (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return newest;
    }

    /** A store may have copies of projects of other accesses, and of clusters of other kinds, which are other plans' business. */
    private static boolean belongs(Plan plan, Manifest copy) {
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
