package io.atlasoffsite.route;

import io.atlasoffsite.restore.Tally;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Which restores are to be rehearsed. Immutable but for the tally; thread safe.
 *
 * @param requestId the same for every telling of one rehearsal; not empty
 * @param plan the plan's name; not null
 * @param cluster only this one of the plan's clusters; empty for all
 * @param store from this store of the plan; empty for what the plan says
 * @param keep whether what was restored stays
 * @param who asked, for the audit log: {@code command <user>}, {@code schedule}, or what an embedder says
 * @param tally hears how far it is
 */
public record RehearseRequest(
        String requestId,
        String plan,
        Optional<String> cluster,
        Optional<String> store,
        boolean keep,
        String who,
        Tally tally) {

    /** Refuses missing parts. */
    public RehearseRequest {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(who, "who");
        Objects.requireNonNull(tally, "tally");
    }

    /**
     * Everything a plan means, as the plan says.
     *
     * @param plan the plan's name; not null
     * @param who asks; not null
     * @return a request with an id of its own
     */
    public static RehearseRequest of(String plan, String who) {
        return new RehearseRequest(
                "rehearsal-" + UUID.randomUUID(), plan, Optional.empty(), Optional.empty(), false, who, new Tally());
    }
}
