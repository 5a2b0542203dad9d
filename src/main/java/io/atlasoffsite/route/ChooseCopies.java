package io.atlasoffsite.route;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.restore.Tally;
import io.atlasoffsite.route.VerifyTask.Chosen;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Resolved;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** The step that finds out which stored copies are meant. A store that cannot be read stops no other. Thread safe. */
final class ChooseCopies {

    private final OffsiteConfig config;
    private final Stores stores;

    ChooseCopies(OffsiteConfig config, Stores stores) {
        this.config = config;
        this.stores = stores;
    }

    /** Body in: a {@link VerifyRequest}, or the name of a copy, or nothing; body out: a {@link VerifyTask}. */
    void choose(Exchange exchange) throws IOException {
        VerifyRequest request = request(exchange);
        StoreSearch search = new StoreSearch(stores);
        List<Chosen> chosen =
                request.copy().isPresent() ? named(request.copy().get(), request, search) : all(request, search);
        request.tally()
                .expect(chosen.size(), chosen.stream().mapToLong(Chosen::bytes).sum());
        exchange.getMessage().setBody(new VerifyTask(chosen, new TreeMap<>(search.unread()), request.tally()));
    }

    private static VerifyRequest request(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof VerifyRequest request) {
            return request;
        }
        Optional<String> copy = Optional.ofNullable(exchange.getMessage().getBody(String.class))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        List<String> stores = Exchanges.optionalHeader(exchange, Headers.STORES)
                .map(names -> List.of(names.split(",")))
                .orElse(List.of());
        return new VerifyRequest(copy, Exchanges.optionalHeader(exchange, Headers.PLAN), stores, new Tally());
    }

    private List<Chosen> all(VerifyRequest request, StoreSearch search) throws IOException {
        Optional<Plan> plan = request.plan().map(config::plan);
        List<Chosen> chosen = new ArrayList<>();
        for (String store : storesOf(request, plan)) {
            List<Chosen> here = new ArrayList<>();
            search.askCatalog(store, catalog -> {
                Consumer<CatalogEntry> choose = entry -> here.add(chosen(store, entry));
                if (plan.isPresent()) {
                    PlannedCopies.forEach(catalog, plan.get(), choose);
                } else {
                    catalog.forEach(choose);
                }
            });
            if (!search.unread().containsKey(store)) {
                chosen.addAll(here);
            }
        }
        return chosen;
    }

    private static Chosen chosen(String store, CatalogEntry entry) {
        long bytes =
                entry.sealedManifest().map(found -> found.manifest().bytes()).orElse(0L);
        return new Chosen(store, entry.copyId(), bytes);
    }

    private Collection<String> storesOf(VerifyRequest request, Optional<Plan> plan) {
        request.stores().forEach(config::store);
        if (!request.stores().isEmpty()) {
            return request.stores();
        }
        return plan.<Collection<String>>map(Plan::stores).orElse(config.stores().keySet());
    }

    private List<Chosen> named(String text, VerifyRequest request, StoreSearch search) throws IOException {
        int colon = text.indexOf(':');
        VerifyRequest narrow = colon < 0
                ? request
                : new VerifyRequest(request.copy(), request.plan(), List.of(text.substring(0, colon)), request.tally());
        String name = text.substring(colon + 1);
        Collection<String> among = storesOf(narrow, Optional.empty());
        Map<String, Resolved> found = new LinkedHashMap<>();
        for (String store : among) {
            search.askCatalog(store, catalog -> found.put(store, catalog.resolve(name)));
        }
        TreeSet<CopyId> meant = new TreeSet<>(CopyId.NEWEST_FIRST);
        found.values().forEach(answer -> meant.addAll(CopyNames.meant(answer)));
        if (meant.isEmpty()) {
            return withoutManifest(text, name, found.keySet(), search);
        }
        if (meant.size() > 1 && !name.endsWith(Catalog.LATEST)) {
            throw CopyNames.ambiguous(text, meant);
        }
        return everywhere(meant.first(), found.keySet(), search);
    }

    private List<Chosen> everywhere(CopyId copy, Collection<String> among, StoreSearch search) throws IOException {
        List<Chosen> chosen = new ArrayList<>();
        for (String store : among) {
            search.askCatalog(
                    store, catalog -> catalog.find(copy).ifPresent(entry -> chosen.add(chosen(store, entry))));
        }
        return chosen;
    }

    /** Somebody knows the id of a copy that no catalog lists: when its files are there, its manifest was lost. */
    private List<Chosen> withoutManifest(String text, String name, Collection<String> among, StoreSearch search)
            throws IOException {
        Optional<CopyId> copy = CopyId.parse(name);
        List<Chosen> chosen = new ArrayList<>();
        for (String store : copy.isPresent() ? among : List.<String>of()) {
            search.ask(store, opened -> {
                if (!opened.list(copy.get().toString()).isEmpty()) {
                    chosen.add(new Chosen(store, copy.get(), 0));
                }
            });
        }
        if (!chosen.isEmpty()) {
            return chosen;
        }
        if (!search.unread().isEmpty()) {
            throw search.unread().values().iterator().next();
        }
        throw CopyNames.unknown(text, among);
    }
}
