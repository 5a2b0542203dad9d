package io.atlasoffsite.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which of Atlas's APIs serves a cluster. */
public enum ClusterKind {
    /** Found out by asking. */
    AUTO,
    /** Flex clusters. */
    FLEX,
    /** M10 and larger: replica sets and sharded clusters. */
    DEDICATED,
    /** M2 and M5, whose API Atlas has withdrawn. */
    SHARED,
    /** Serverless instances, whose API Atlas has withdrawn. */
    SERVERLESS;

    /**
     * The kind as it is written in files, requests and manifests.
     *
     * @return a lower-case word
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a kind by its {@link #word()}.
     *
     * @param word the word; not null
     * @return the kind, empty when there is none of that name
     */
    public static Optional<ClusterKind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
