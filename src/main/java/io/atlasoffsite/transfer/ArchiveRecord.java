package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.inspect.Inspection;
import java.util.Objects;
import java.util.Optional;

/**
 * An archive that is stored, and what is known about it.
 *
 * @param bytes its length
 * @param sha256 its SHA-256, 64 lower-case hex digits; not null
 * @param length whether a length was announced and matched; not null
 * @param inspection what it holds, when it was inspected inline; not null
 * @param receipt what the store vouches for; not null
 * @param transferSeconds from asking for the first byte to the last byte durable, all attempts together
 * @param transferCpuSeconds CPU time of the whole process in that time, 0 when the JVM does not tell
 * @param tickets how many tickets were used; 0 for a copy between stores
 * @param resumes how often a broken stream was continued
 * @param restarts how often the archive started again
 */
public record ArchiveRecord(
        long bytes,
        String sha256,
        LengthProof length,
        Optional<Inspection> inspection,
        Receipt receipt,
        double transferSeconds,
        double transferCpuSeconds,
        int tickets,
        int resumes,
        int restarts) {

    /** Refuses missing parts. */
    public ArchiveRecord {
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(length, "length");
        Objects.requireNonNull(inspection, "inspection");
        Objects.requireNonNull(receipt, "receipt");
    }
}
