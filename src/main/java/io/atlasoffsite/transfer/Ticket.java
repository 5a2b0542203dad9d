package io.atlasoffsite.transfer;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The right to download one archive.
 *
 * @param url where the archive is; not null
 * @param expiresAt when the link stops working (UTC), empty when nobody said; not null
 * @param oneTime true when the link serves one download: after bytes came and the stream cannot be continued, it is spent
 */
public record Ticket(SignedUrl url, Optional<Instant> expiresAt, boolean oneTime) {

    /** Refuses missing parts. */
    public Ticket {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
