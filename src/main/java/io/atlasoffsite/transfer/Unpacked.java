package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.inspect.Inspection;
import java.util.Objects;

/**
 * An archive that was unpacked to its end. That it is the one it should be, its reader sees by its length and SHA-256.
 *
 * @param bytes how many were read
 * @param sha256 their SHA-256, 64 lower-case hex digits; not null
 * @param inspection what the archive holds; not null
 */
public record Unpacked(long bytes, String sha256, Inspection inspection) {

    /** Refuses missing parts. */
    public Unpacked {
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(inspection, "inspection");
    }
}
