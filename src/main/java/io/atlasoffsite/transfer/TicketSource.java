package io.atlasoffsite.transfer;

import java.io.IOException;

/** Where tickets come from: asks the other side for a link, and for a new one when the old is of no use any more. */
@FunctionalInterface
public interface TicketSource {

    /**
     * Gets a ticket. Called on the thread that called the engine, for the first ticket and again at most
     * {@link EngineSettings#tickets()} times in all; whatever it throws reaches the engine's caller unchanged.
     *
     * @param need why it is asked for; not null
     * @return a ticket, another than the one before; never null
     * @throws IOException when none can be had
     * @throws InterruptedException when the calling thread was interrupted
     */
    Ticket next(TicketNeed need) throws IOException, InterruptedException;
}
