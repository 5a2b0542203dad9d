package io.atlasoffsite.route;

import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.restore.Tally;
import java.util.Objects;

/**
 * An offsite restore as a caller in this process may ask for it: the request, and what no message may wish. Immutable but for the tally,
 * thread safe.
 *
 * @param request what is wanted; its {@code into} may be an absolute path, its copy any name a copy has
 * @param acceptDamaged true to save what can be saved of a copy that is not whole
 * @param tally hears how far it is
 */
public record RestoreOrder(RestoreRequest request, boolean acceptDamaged, Tally tally) {

    /** Refuses null. */
    public RestoreOrder {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(tally, "tally");
    }

    /**
     * What a message may ask for.
     *
     * @param request what is wanted; not null
     * @return the order
     */
    public static RestoreOrder of(RestoreRequest request) {
        return new RestoreOrder(request, false, new Tally());
    }
}
