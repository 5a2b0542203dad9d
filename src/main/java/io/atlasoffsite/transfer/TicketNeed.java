package io.atlasoffsite.transfer;

import java.util.Objects;

/**
 * Why the engine asks for a ticket.
 *
 * @param why what happened to the one before; not null
 * @param number which ticket of this transfer it will be, from 1
 * @param status the HTTP status that refused the one before, 0 when none did
 */
public record TicketNeed(Why why, int number, int status) {

    /** What happened to the ticket before. */
    public enum Why {
        /** There was none. */
        FIRST,
        /** It was good for one download, and that one broke. */
        SPENT,
        /** Its time ran out. */
        EXPIRED,
        /** The download host refused it: 401, 403, 404 or 410. */
        REFUSED
    }

    /** Refuses a need without a reason. */
    public TicketNeed {
        Objects.requireNonNull(why, "why");
    }
}
