package io.atlasoffsite.route;

import io.atlasoffsite.restore.Tally;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be verified. Immutable but for the tally, thread safe.
 *
 * @param copy as people name a copy: its id, at least four last digits of its snapshot's id, or {@code <plan>@latest}, with
 *     {@code <store>:} before it where only that store is meant; empty for every copy
 * @param plan only copies of what this plan means, in its stores; empty for every plan
 * @param stores only these stores; empty for the plan's, or all
 * @param tally hears how far it is
 */
public record VerifyRequest(Optional<String> copy, Optional<String> plan, List<String> stores, Tally tally) {

    /** Copies the list; refuses missing parts. */
    public VerifyRequest {
        Objects.requireNonNull(copy, "copy");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(tally, "tally");
        stores = stores.stream().distinct().toList();
    }

    /**
     * Every copy in every store.
     *
     * @return the request
     */
    public static VerifyRequest everything() {
        return new VerifyRequest(Optional.empty(), Optional.empty(), List.of(), new Tally());
    }
}
