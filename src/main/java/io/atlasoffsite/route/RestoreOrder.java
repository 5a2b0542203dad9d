package io.atlasoffsite.route;

import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.restore.Tally;
import java.util.Objects;
import java.util.Optional;

/**
 * An offsite restore as a caller in this process may ask for it: the request, and what no message may wish. Immutable but for the tally,
 * thread safe.
 *
 * @param request what is wanted; its {@code into} may be an absolute path, its copy any name a copy has
 * @param acceptDamaged true to save what can be saved of a copy that is not whole
 * @param tally hears how far it is
 * @param asker who asks, for the audit log; empty for the message that brought it, or else the user of this process
 */
public record RestoreOrder(RestoreRequest request, boolean acceptDamaged, Tally tally, Optional<String> asker) {

    /** Refuses null. */
    public RestoreOrder {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(tally, "tally");
        Objects.requireNonNull(asker, "asker");
    }

    /**
     * What a message may ask for.
     *
     * @param request what is wanted; not null
     * @return the order
     */
    public static RestoreOrder of(RestoreRequest request) {
        return new RestoreOrder(request, false, new Tally(), Optional.empty());
    }

    /**
     * The same in somebody's name.
     *
     * @param name who asks, as the audit log is to show it; not null
     * @return the order
     */
    public RestoreOrder askedBy(String name) {
        return new RestoreOrder(request, acceptDamaged, tally, Optional.of(name));
    }
}
