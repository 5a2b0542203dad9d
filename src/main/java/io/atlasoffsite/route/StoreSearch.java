package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Catalog;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks stores one after the other. One that cannot be read stops no other, and why it could not is kept. For one thread. */
final class StoreSearch {

    private static final int READERS = 8;

    private final Stores stores;
    private final Map<String, OffsiteException> unread = new LinkedHashMap<>();

    StoreSearch(Stores stores) {
        this.stores = stores;
    }

    /** Something asked of a store or its catalog. */
    interface Question<T> {
        void ask(T asked) throws IOException;
    }

    /**
     * Asks a store.
     *
     * @throws IOException when the search was interrupted, and for nothing else
     */
    void ask(String store, Question<ArchiveStore> question) throws IOException {
        try {
            question.ask(stores.open(store));
        } catch (IOException failure) {
            if (Failures.interrupted(failure)) {
                throw failure;
            }
            unread.putIfAbsent(store, Failures.typed(failure));
        }
    }

    /**
     * Asks a store's catalog.
     *
     * @throws IOException when the search was interrupted, and for nothing else
     */
    void askCatalog(String store, Question<Catalog> question) throws IOException {
        ask(store, opened -> question.ask(new Catalog(opened, READERS)));
    }

    /** The stores that could not be read, in the order they were asked, and why. */
    Map<String, OffsiteException> unread() {
        return Collections.unmodifiableMap(unread);
    }
}
