package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.CopyId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the newest copy of a cluster that is whole in one store at least. Thread safe. */
final class NewestCopy {

    private static final int SHOWN = 8;

    private final Stores stores;

    NewestCopy(Stores stores) {
        this.stores = stores;
    }

    /**
     * A copy.
     *
     * @param copy which
     * @param warnings what people should know about the choice
     */
    record Found(CopyId copy, List<String> warnings) {}

    /**
     * Looks in every store.
     *
     * @throws OffsiteException {@code not-found} when there is none, {@code store-unavailable} or another when that cannot be known
     * @throws IOException when the search was interrupted
     */
    Found find(Plan plan, RestoreRequest.Newest wanted, List<String> among) throws IOException {
        Search search = new Search(plan, wanted);
        for (String store : among) {
            search.look(store);
        }
        Optional<CopyId> newest = search.whole.stream().findFirst();
        if (newest.isPresent() && search.clusters().size() > 1) {
            throw manyClusters(plan, search);
        }
        if (newest.isEmpty()) {
            throw search.unread().findFirst().orElseGet(() -> none(wanted, search, among));
        }
        return new Found(newest.get(), search.warnings(newest.get()));
    }

    /** What the stores have answered so far. */
    private final class Search {
        private final Plan plan;
        private final RestoreRequest.Newest wanted;
        private final TreeSet<CopyId> whole = new TreeSet<>(CopyId.NEWEST_FIRST);
        private final TreeSet<CopyId> broken = new TreeSet<>(CopyId.NEWEST_FIRST);
        private final StoreSearch search = new StoreSearch(stores);

        Search(Plan plan, RestoreRequest.Newest wanted) {
            this.plan = plan;
            this.wanted = wanted;
        }

        void look(String store) throws IOException {
            search.askCatalog(store, catalog -> PlannedCopies.forEach(catalog, plan, this::note));
        }

        private void note(CatalogEntry entry) {
            CopyId copy = entry.copyId();
            boolean meant = wanted.cluster().map(copy.cluster()::equals).orElse(true)
                    && wanted.before().map(copy.takenAt()::isBefore).orElse(true);
            if (meant) {
                (entry instanceof CatalogEntry.Whole ? whole : broken).add(copy);
            }
        }

        private Stream<OffsiteException> unread() {
            return search.unread().values().stream();
        }

        private TreeSet<String> clusters() {
            return whole.stream()
                    .map(copy -> copy.projectId() + "/" + copy.cluster())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Nobody is given older data than was asked for without being told. */
        private List<String> warnings(CopyId chosen) {
            List<String> warnings = new ArrayList<>();
            broken.stream()
                    .filter(other -> !whole.contains(other) && other.takenAt().isAfter(chosen.takenAt()))
                    .forEach(newer ->
                            warnings.add("copy " + newer + " is newer, but is whole in no store that was asked"));
            unread().forEach(failure ->
                    warnings.add("a newer copy may lie in a store that could not be read: " + failure.getMessage()));
            return warnings;
        }
    }

    private static OffsiteException none(RestoreRequest.Newest wanted, Search search, List<String> among) {
        String which = wanted.cluster().map(name -> " of cluster " + name).orElse("")
                + wanted.before().map(instant -> " taken before " + instant).orElse("");
        String hint = search.broken.isEmpty()
                ? "offsite list --plan " + wanted.plan() + " shows the copies there are; offsite copy makes one"
                : "there are damaged ones: offsite verify tells what is wrong, offsite restore COPY --accept-damaged saves what"
                        + " can be saved";
        return OffsiteException.because(
                        Reason.NOT_FOUND,
                        "plan " + wanted.plan() + " has no whole copy" + which + " in " + String.join(", ", among))
                .hint(hint)
                .build();
    }

    private static OffsiteException manyClusters(Plan plan, Search search) {
        return OffsiteException.because(
                        Reason.INVALID_REQUEST, "plan " + plan.name() + " has copies of more than one cluster")
                .hint("name the copy, or one cluster of these: "
                        + search.clusters().stream().limit(SHOWN).collect(Collectors.joining(", ")))
                .build();
    }
}
