package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.ops.Freshness;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.CopyId;
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

/** Holds what the plans promise against what the stores have. Only whole copies count. Not thread safe. */
final class Promises {

    private final OffsiteConfig config;
    private final Catalogs catalogs;
    private final Map<String, OffsiteException> failures = new LinkedHashMap<>();

    Promises(OffsiteConfig config, Catalogs catalogs) {
        this.config = config;
        this.catalogs = catalogs;
    }

    /** Looks at every plan that promises something, in the file's order. */
    List<Freshness> look(Instant now) throws IOException {
        List<Freshness> found = new ArrayList<>();
        for (Plan plan : config.plans().values()) {
            if (plan.alertAfter().isPresent()) {
                look(plan, plan.alertAfter().get(), now, found);
            }
        }
        return found;
    }

    /** Why stores could not be read, one reason each. */
    List<OffsiteException> failures() {
        return List.copyOf(failures.values());
    }

    private void look(Plan plan, Duration alertAfter, Instant now, List<Freshness> found) throws IOException {
        Map<String, Catalogs.Reading> readings = new LinkedHashMap<>();
        Map<String, Map<String, Instant>> newest = new LinkedHashMap<>();
        Set<String> clusters = new TreeSet<>();
        for (String store : plan.stores()) {
            Catalogs.Reading reading = catalogs.read(store, catalog -> ask(catalog, plan));
            reading.failure().ifPresent(failure -> failures.putIfAbsent(store, failure));
            readings.put(store, reading);
            newest.put(store, newest(plan, reading));
            clusters.addAll(newest.get(store).keySet());
        }
        if (!plan.everyCluster() || clusters.isEmpty()) {
            clusters.add(plan.cluster());
        }
        for (String cluster : clusters) {
            for (Catalogs.Reading reading : readings.values()) {
                Freshness.Promise promise = new Freshness.Promise(plan.name(), cluster, reading.store(), alertAfter);
                Optional<Instant> taken =
                        Optional.ofNullable(newest.get(reading.store()).get(cluster));
                found.add(reading.failure().isPresent() ? promise.unknown() : promise.judge(taken, now));
            }
        }
    }

    private static List<CatalogEntry> ask(Catalog catalog, Plan plan) throws IOException {
        return plan.everyCluster() ? catalog.of(plan.project()) : catalog.of(plan.project(), plan.cluster());
    }

    private static Map<String, Instant> newest(Plan plan, Catalogs.Reading reading) {
        Map<String, Instant> newest = new TreeMap<>();
        for (CatalogEntry entry : reading.entries()) {
            CopyId copy = entry.copyId();
            if (entry instanceof CatalogEntry.Whole && plan.covers(copy.cluster())) {
                newest.merge(copy.cluster(), copy.takenAt(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return newest;
    }
}
