package io.atlasoffsite.route;

import io.atlasoffsite.store.CopyId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the one copy that somebody names. Thread safe. */
final class NamedCopy {

    private final Stores stores;

    NamedCopy(Stores stores) {
        this.stores = stores;
    }

    /** A whole id is taken as it is: the copy may be there although no store lists it any more. */
    CopyId find(String name, List<String> among) throws IOException {
        Optional<CopyId> id = CopyId.parse(name);
        if (id.isPresent()) {
            return id.get();
        }
        TreeSet<CopyId> meant = new TreeSet<>(CopyId.NEWEST_FIRST);
        StoreSearch search = new StoreSearch(stores);
        for (String store : among) {
            search.askCatalog(store, catalog -> meant.addAll(CopyNames.meant(catalog.resolve(name))));
        }
        if (meant.size() > 1) {
            throw CopyNames.ambiguous(name, meant);
        }
        if (meant.isEmpty()) {
            throw search.unread().values().stream().findFirst().orElseGet(() -> CopyNames.unknown(name, among));
        }
        return meant.first();
    }
}
