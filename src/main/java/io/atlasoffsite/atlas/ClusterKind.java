package io.atlasoffsite.atlas;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of cluster Atlas has, each with backup resources of its own. */
public enum ClusterKind {
    /** Flex clusters. */
    FLEX("flex", false),
    /** Replica sets and sharded clusters, M10 and larger. */
    DEDICATED("dedicated", false),
    /** M2 and M5 clusters, whose API was to end on 2026-01-22. */
    SHARED("shared", true),
    /** Serverless instances, whose API was to end on 2026-01-22. */
    SERVERLESS("serverless", true);

    private final String code;
    private final boolean sunset;

    ClusterKind(String code, boolean sunset) {
        this.code = code;
        this.sunset = sunset;
    }

    /**
     * The kind as users write it.
     *
     * @return a lower-case word, never null
     */
    public String code() {
        return code;
    }

    /**
     * Whether Atlas has announced the end of this family of resources, so that a bare 404 can mean that it is gone.
     *
     * @return true for shared and serverless
     */
    public boolean sunset() {
        return sunset;
    }

    /**
     * Finds a kind by its {@link #code()}.
     *
     * @param code the word; not null
     * @return the kind, or empty for {@code auto} and anything unknown
     */
    public static Optional<ClusterKind> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }

    @Override
    public String toString() {
        return code;
    }
}
