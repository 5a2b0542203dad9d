package io.atlasoffsite.route;

import io.atlasoffsite.store.RehearsalRecord;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a rehearsal. Immutable and thread safe.
 *
 * @param record as it was written down; not null
 * @param kept where what was restored stays, absolute; empty when it is gone; not null
 */
public record RehearsalResult(RehearsalRecord record, Optional<Path> kept) {

    /** Refuses missing parts. */
    public RehearsalResult {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(kept, "kept");
    }
}
