package io.atlasoffsite.transfer.inspect;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a proved archive holds. That it exists means: every gzip member's CRC and size, every tar header, the end of the archive
 * and every name were good.
 *
 * @param entries files and directories
 * @param dataFiles files named {@code *.wt}
 * @param uncompressedBytes length of the tar stream inside the gzip
 * @param storage what {@code storage.bson} says, empty when it is missing or unreadable; not null
 * @param shape whether it looks like a WiredTiger data directory; not null
 * @param warnings why it does not, one sentence each, at most 20; empty when it does; not null
 */
public record Inspection(
        long entries,
        long dataFiles,
        long uncompressedBytes,
        Optional<StorageOptions> storage,
        Shape shape,
        List<String> warnings) {

    /** Whether an archive looks as expected. */
    public enum Shape {
        /** It looks like a WiredTiger data directory. */
        OK,
        /** It does not; the warnings say why. The archive is sound all the same. */
        SUSPICIOUS
    }

    /** Copies the list; refuses missing parts. */
    public Inspection {
        Objects.requireNonNull(storage, "storage");
        Objects.requireNonNull(shape, "shape");
        warnings = List.copyOf(warnings);
    }
}
