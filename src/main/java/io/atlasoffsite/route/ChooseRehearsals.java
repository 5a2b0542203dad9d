package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.plan.Rehearsal;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.RehearsalRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/** The step that finds the newest whole copy of each cluster of a plan. A store that cannot be read stops no other. Thread safe. */
final class ChooseRehearsals {

    private final OffsiteConfig config;
    private final Stores stores;

    ChooseRehearsals(OffsiteConfig config, Stores stores) {
        this.config = config;
        this.stores = stores;
    }

    /** A copy and where it lies. */
    private record Found(String store, CopyId copy, long bytes) {
        /** Of one copy in several stores, the plan's first store counts. */
        Found orNewer(Found other) {
            return other.copy().takenAt().isAfter(copy.takenAt()) ? other : this;
        }
    }

    List<RehearsalTask> choose(Exchange exchange) throws IOException {
        RehearseRequest request = request(exchange);
        Plan plan = config.plan(request.plan());
        List<String> from = storesOf(request, plan);
        request.cluster().filter(cluster -> !plan.covers(cluster)).ifPresent(cluster -> {
            throw refused(
                    "cluster \"" + CopyNames.printable(cluster) + "\" is not one of plan " + plan.name(),
                    "name a cluster the plan means, or leave it away for all of them");
        });
        StoreSearch search = new StoreSearch(stores);
        Map<Promises.Place, Found> newest = newest(request, plan, from, search);
        List<RehearsalTask> tasks = new ArrayList<>();
        newest.forEach((place, found) -> tasks.add(new RehearsalTask(
                request,
                plan,
                new RehearsalRecord.Place(plan.name(), place.project(), place.cluster()),
                found.store(),
                Optional.of(found.copy()),
                found.bytes(),
                Optional.empty())));
        if (tasks.isEmpty()) {
            tasks.add(without(request, plan, from, search.unread()));
        }
        request.tally()
                .expect(
                        tasks.size(),
                        tasks.stream().mapToLong(RehearsalTask::bytes).sum());
        return tasks;
    }

    private static RehearseRequest request(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof RehearseRequest request) {
            return request;
        }
        return RehearseRequest.of(Exchanges.header(exchange, Headers.PLAN), Asker.of(exchange));
    }

    static List<String> storesOf(Plan plan) {
        return plan.rehearse().flatMap(Rehearsal::store).map(List::of).orElse(plan.stores());
    }

    private static List<String> storesOf(RehearseRequest request, Plan plan) {
        Optional<String> store = request.store();
        if (store.isPresent() && !plan.stores().contains(store.get())) {
            throw refused(
                    "\"" + CopyNames.printable(store.get()) + "\" is no store of plan " + plan.name(),
                    "name one of them: " + String.join(", ", plan.stores()));
        }
        return store.map(List::of).orElse(storesOf(plan));
    }

    private Map<Promises.Place, Found> newest(RehearseRequest request, Plan plan, List<String> from, StoreSearch search)
            throws IOException {
        Map<Promises.Place, Found> newest = new TreeMap<>();
        for (String store : from) {
            search.askCatalog(
                    store,
                    catalog -> PlannedCopies.forEach(catalog, plan, entry -> {
                        CopyId copy = entry.copyId();
                        if (entry instanceof CatalogEntry.Whole whole
                                && Promises.belongs(plan, whole.manifest().manifest())
                                && request.cluster().stream().allMatch(copy.cluster()::equals)) {
                            newest.merge(
                                    new Promises.Place(copy.projectId(), copy.cluster()),
                                    new Found(
                                            store,
                                            copy,
                                            whole.manifest().manifest().bytes()),
                                    Found::orNewer);
                        }
                    }));
        }
        return newest;
    }

    /** A plan for one cluster, or one cluster that was asked for, has failed; of a plan for many nobody knows which. */
    private static RehearsalTask without(
            RehearseRequest request, Plan plan, List<String> from, Map<String, OffsiteException> unread) {
        OffsiteException why = unread.isEmpty()
                ? OffsiteException.because(
                                Reason.NOT_FOUND,
                                "plan " + plan.name() + " has no whole copy in " + String.join(", ", from)
                                        + " that could be restored")
                        .hint("make one with offsite copy " + plan.name() + "; offsite list shows what there is")
                        .build()
                : unread.values().iterator().next();
        Optional<String> cluster =
                request.cluster().or(() -> Optional.of(plan.cluster()).filter(name -> !plan.everyCluster()));
        if (cluster.isEmpty() || plan.everyProject()) {
            throw why;
        }
        String store = from.stream()
                .filter(name -> !unread.containsKey(name))
                .findFirst()
                .orElse(from.get(0));
        return new RehearsalTask(
                request,
                plan,
                new RehearsalRecord.Place(plan.name(), plan.project(), cluster.get()),
                store,
                Optional.empty(),
                0,
                Optional.of(why));
    }

    private static OffsiteException refused(String summary, String hint) {
        return OffsiteException.because(Reason.INVALID_REQUEST, summary)
                .hint(hint)
                .build();
    }
}
