package io.atlasoffsite.message;

import java.util.Locale;

/** How a copy ended in a store: the word of results, events and metrics. */
public enum Outcome {
    /** It is there now, and proved. */
    COPIED,
    /** It was there already. */
    SKIPPED,
    /** It is not there. */
    FAILED;

    /**
     * The outcome as it is written in JSON and metrics.
     *
     * @return a lower-case word
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
