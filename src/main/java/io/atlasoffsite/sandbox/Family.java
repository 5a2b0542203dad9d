package io.atlasoffsite.sandbox;

import java.time.LocalDate;
import java.util.List;

/** The parts of the API that are versioned and retired together. */
enum Family {
    PROJECT(false, "2023-01-01"),
    CLUSTERS(false, "2023-01-01", "2023-02-01", "2024-08-05"),
    DEDICATED(false, "2023-01-01"),
    FLEX(false, "2024-11-13"),
    SHARED(true, "2023-01-01"),
    SERVERLESS(true, "2023-01-01");

    private final boolean retiring;
    private final List<LocalDate> versions;

    Family(boolean retiring, String... versions) {
        this.retiring = retiring;
        this.versions = List.of(versions).stream().map(LocalDate::parse).toList();
    }

    /** Deprecated, with a sunset date. */
    boolean retiring() {
        return retiring;
    }

    /** Oldest first. */
    List<LocalDate> versions() {
        return versions;
    }
}
