package io.atlasoffsite.store;

import java.util.List;

/** What a name that somebody typed means in a store. */
public sealed interface Resolved {

    /**
     * Exactly one copy.
     *
     * @param entry the copy
     */
    record One(CatalogEntry entry) implements Resolved {}

    /** No copy. */
    record None() implements Resolved {}

    /**
     * Several copies: the caller asks which.
     *
     * @param candidates newest first, at least two
     */
    record Ambiguous(List<CopyId> candidates) implements Resolved {
        /** Keeps its own list. */
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }
}
