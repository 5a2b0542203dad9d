package io.atlasoffsite.transfer;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A stored archive to be copied into another store. It was proved before, so its length and hash are known; the sink commits
 * only when both come out the same.
 *
 * @param source the stored bytes; not null
 * @param sinks where they go; opened once; not null
 * @param bytes the archive's length
 * @param sha256 its SHA-256, 64 lower-case hex digits; not null
 * @param inspection INLINE to prove gzip and tar again on the way, else not; not null
 * @param listener hears the progress; not null
 */
public record CopyRequest(
        StreamSource source,
        SinkFactory sinks,
        long bytes,
        String sha256,
        InspectionMode inspection,
        TransferListener listener) {

    static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Refuses missing parts, a negative length and what is no hash. */
    public CopyRequest {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sinks, "sinks");
        Objects.requireNonNull(inspection, "inspection");
        Objects.requireNonNull(listener, "listener");
        if (bytes < 0 || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a copy needs the archive's length and its SHA-256 in lower-case hex");
        }
    }
}
