package io.atlasoffsite.transfer;

import java.util.Objects;

/**
 * Stored bytes to be read back and proved.
 *
 * @param source the stored bytes; not null
 * @param bytes the length they must have
 * @param sha256 the SHA-256 they must have, 64 lower-case hex digits; not null
 * @param inspect true to prove gzip and tar as well
 * @param listener hears the progress; not null
 */
public record ProofRequest(StreamSource source, long bytes, String sha256, boolean inspect, TransferListener listener) {

    /** Refuses missing parts, a negative length and what is no hash. */
    public ProofRequest {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(listener, "listener");
        if (bytes < 0 || !CopyRequest.SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a proof needs the archive's length and its SHA-256 in lower-case hex");
        }
    }
}
