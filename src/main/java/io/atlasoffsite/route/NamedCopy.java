package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Resolved;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the one copy that somebody names. Thread safe. */
final class NamedCopy {

    private static final int READERS = 8;
    private static final int SHOWN = 100;

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
        List<OffsiteException> unread = new ArrayList<>();
        for (String store : among) {
            look(store, name, meant, unread);
        }
        if (meant.size() > 1) {
            throw OffsiteException.because(
                            Reason.INVALID_REQUEST, "\"" + plain(name) + "\" means " + meant.size() + " copies")
                    .hint("name one of them: "
                            + meant.stream()
                                    .limit(READERS)
                                    .map(CopyId::toString)
                                    .collect(Collectors.joining(", ")))
                    .build();
        }
        if (meant.isEmpty()) {
            throw unread.isEmpty() ? none(name, among) : unread.get(0);
        }
        return meant.first();
    }

    private void look(String store, String name, TreeSet<CopyId> meant, List<OffsiteException> unread)
            throws IOException {
        try {
            Resolved answer = new Catalog(stores.open(store), READERS).resolve(name);
            if (answer instanceof Resolved.One one) {
                meant.add(one.entry().copyId());
            }
            if (answer instanceof Resolved.Ambiguous several) {
                meant.addAll(several.candidates());
            }
        } catch (IOException failure) {
            if (Failures.interrupted(failure)) {
                throw failure;
            }
            unread.add(Failures.typed(failure));
        }
    }

    private static OffsiteException none(String name, List<String> among) {
        return OffsiteException.because(
                        Reason.NOT_FOUND, "no copy is named \"" + plain(name) + "\" in " + String.join(", ", among))
                .hint(
                        "offsite list shows them; a copy is named by its id, by the last digits of its snapshot's id, or by PLAN@latest")
                .build();
    }

    private static String plain(String name) {
        String cut = name.length() > SHOWN ? name.substring(0, SHOWN) : name;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
