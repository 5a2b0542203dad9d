package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.restore.Tally;
import io.atlasoffsite.route.VerifyTask.Chosen;
import io.atlasoffsite.store.ArchiveStore;
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

    private static final int READERS = 8;
    private static final int SHOWN = 10;

    private final OffsiteConfig config;
    private final Stores stores;

    ChooseCopies(OffsiteConfig config, Stores stores) {
        this.config = config;
        this.stores = stores;
    }

    /** Body in: a {@link VerifyRequest}, or the name of a copy, or nothing; body out: a {@link VerifyTask}. */
    void choose(Exchange exchange) throws IOException {
        VerifyRequest request = request(exchange);
        Map<String, OffsiteException> unread = new TreeMap<>();
        List<Chosen> chosen =
                request.copy().isPresent() ? named(request.copy().get(), request, unread) : all(request, unread);
        request.tally()
                .expect(chosen.size(), chosen.stream().mapToLong(Chosen::bytes).sum());
        exchange.getMessage().setBody(new VerifyTask(chosen, unread, request.tally()));
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

    private List<Chosen> all(VerifyRequest request, Map<String, OffsiteException> unread) throws IOException {
        Optional<Plan> plan = request.plan().map(config::plan);
        List<Chosen> chosen = new ArrayList<>();
        for (String store : storesOf(request, plan)) {
            List<Chosen> here = new ArrayList<>();
            ask(store, unread, opened -> {
                Catalog catalog = new Catalog(opened, READERS);
                Consumer<CatalogEntry> choose = entry -> here.add(chosen(store, entry));
                if (plan.isPresent()) {
                    PlannedCopies.forEach(catalog, plan.get(), choose);
                } else {
                    catalog.forEach(choose);
                }
            });
            if (!unread.containsKey(store)) {
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

    private List<Chosen> named(String text, VerifyRequest request, Map<String, OffsiteException> unread)
            throws IOException {
        int colon = text.indexOf(':');
        VerifyRequest narrow = colon < 0
                ? request
                : new VerifyRequest(request.copy(), request.plan(), List.of(text.substring(0, colon)), request.tally());
        String name = text.substring(colon + 1);
        Collection<String> among = storesOf(narrow, Optional.empty());
        Map<String, Resolved> found = new LinkedHashMap<>();
        for (String store : among) {
            ask(store, unread, opened -> found.put(store, new Catalog(opened, READERS).resolve(name)));
        }
        TreeSet<CopyId> meant = new TreeSet<>(CopyId.NEWEST_FIRST);
        found.values().forEach(answer -> meant.addAll(copies(answer)));
        if (meant.isEmpty()) {
            return withoutManifest(text, name, found.keySet(), unread);
        }
        if (meant.size() > 1 && !name.endsWith(Catalog.LATEST)) {
            throw ambiguous(text, meant);
        }
        return everywhere(meant.first(), found.keySet(), unread);
    }

    private static List<CopyId> copies(Resolved answer) {
        if (answer instanceof Resolved.One one) {
            return List.of(one.entry().copyId());
        }
        return answer instanceof Resolved.Ambiguous several ? several.candidates() : List.of();
    }

    private List<Chosen> everywhere(CopyId copy, Collection<String> among, Map<String, OffsiteException> unread)
            throws IOException {
        List<Chosen> chosen = new ArrayList<>();
        for (String store : among) {
            ask(
                    store,
                    unread,
                    opened -> new Catalog(opened, 1).find(copy).ifPresent(entry -> chosen.add(chosen(store, entry))));
        }
        return chosen;
    }

    /** Somebody knows the id of a copy that no catalog lists: when its files are there, its manifest was lost. */
    private List<Chosen> withoutManifest(
            String text, String name, Collection<String> among, Map<String, OffsiteException> unread)
            throws IOException {
        Optional<CopyId> copy = CopyId.parse(name);
        List<Chosen> chosen = new ArrayList<>();
        for (String store : copy.isPresent() ? among : List.<String>of()) {
            ask(store, unread, opened -> {
                if (!opened.list(copy.get().toString()).isEmpty()) {
                    chosen.add(new Chosen(store, copy.get(), 0));
                }
            });
        }
        if (!chosen.isEmpty()) {
            return chosen;
        }
        if (!unread.isEmpty()) {
            throw unread.values().iterator().next();
        }
        throw OffsiteException.because(
                        Reason.NOT_FOUND, "no copy is named \"" + printable(text) + "\" in " + String.join(", ", among))
                .hint(
                        "offsite list shows them; a copy is named by its id, by the last digits of its snapshot's id, or by PLAN@latest")
                .build();
    }

    private static OffsiteException ambiguous(String text, TreeSet<CopyId> meant) {
        String shown = String.join(
                ", ", meant.stream().limit(SHOWN).map(CopyId::toString).toList());
        return OffsiteException.because(
                        Reason.INVALID_REQUEST, "\"" + printable(text) + "\" means " + meant.size() + " copies")
                .hint("name one of them: " + shown + (meant.size() > SHOWN ? ", …" : ""))
                .build();
    }

    static String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > 100 ? plain.substring(0, 100) + "…" : plain;
    }

    /** Something asked of a store. */
    private interface Question {
        void ask(ArchiveStore opened) throws IOException;
    }

    private void ask(String store, Map<String, OffsiteException> unread, Question question) throws IOException {
        try {
            question.ask(stores.open(store));
        } catch (IOException failure) {
            if (Failures.interrupted(failure)) {
                throw failure;
            }
            unread.putIfAbsent(store, Failures.typed(failure));
        }
    }
}
