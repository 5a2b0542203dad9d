package io.atlasoffsite.sandbox;

import java.util.Locale;

/** How far a snapshot is, in flex words. */
enum SnapshotState {
    PENDING,
    QUEUED,
    RUNNING,
    FAILED,
    COMPLETED;

    /** The word of the dedicated and serverless APIs. */
    String dedicatedWord() {
        return switch (this) {
            case PENDING, QUEUED -> "queued";
            case RUNNING -> "inProgress";
            case FAILED, COMPLETED -> name().toLowerCase(Locale.ROOT);
        };
    }
}
