package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.restore.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a verification says. Immutable and thread safe.
 *
 * @param verdicts one for each copy and store, in the order they were chosen
 * @param unread why a store could not say what it has, by the store's name; of its copies nothing is known
 */
public record Verification(List<Verdict> verdicts, Map<String, OffsiteException> unread) {

    /** Keeps its own. */
    public Verification {
        verdicts = List.copyOf(verdicts);
        unread = Collections.unmodifiableMap(new TreeMap<>(unread));
    }

    /**
     * How many copies have this verdict.
     *
     * @param outcome which
     * @return 0 or more
     */
    public long count(Verdict.Outcome outcome) {
        return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
    }
}
