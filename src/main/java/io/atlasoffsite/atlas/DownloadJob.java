package io.atlasoffsite.atlas;

import io.atlasoffsite.Secret;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A download that Atlas is making ready.
 *
 * @param id the restore job's id, 24 hexadecimal digits
 * @param snapshotId the snapshot's id as Atlas repeats it, empty when it does not
 * @param status Atlas's word, e.g. {@code PENDING}; empty when missing
 * @param url the signed address of the archive, empty until it is there
 * @param expiresAt when the address stops working, UTC; empty when Atlas does not say
 */
public record DownloadJob(
        String id, String snapshotId, String status, Optional<Secret> url, Optional<Instant> expiresAt) {

    private static final Set<String> ENDED_BADLY = Set.of("failed", "expired", "cancelled", "canceled");

    /**
     * Whether the archive can be fetched.
     *
     * @return true when there is an address and the job has not failed
     */
    public boolean ready() {
        return url.isPresent() && !failed();
    }

    /**
     * Whether waiting any longer is useless.
     *
     * @return true when Atlas calls the job failed, expired or cancelled
     */
    public boolean failed() {
        return ENDED_BADLY.contains(status.toLowerCase(Locale.ROOT));
    }
}
