package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.inspect.Inspection;
import java.util.Objects;
import java.util.Optional;

/**
 * That stored bytes are what they should be.
 *
 * @param bytes how many were read
 * @param sha256 their SHA-256, 64 lower-case hex digits; not null
 * @param inspection what the archive holds, when it was asked for; not null
 * @param proofSeconds how long it took
 */
public record Proof(long bytes, String sha256, Optional<Inspection> inspection, double proofSeconds) {

    /** Refuses missing parts. */
    public Proof {
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(inspection, "inspection");
    }
}
