package io.atlasoffsite.route;

import java.util.HashSet;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Lets one exchange of this process at a time work on something: on a copy, or on a restore's request. The others wait, and find it made: a
 * broker that groups messages does the same beyond the process, but nobody has to group them, and direct callers cannot. Thread safe.
 */
final class Turns {

    private static final String TURN = "OffsiteTurn";

    private final Set<Object> taken = new HashSet<>();

    /**
     * Waits until it is this exchange's turn. It ends with {@link #end}, or else with the exchange.
     *
     * @param on what it works on, told from others by equals; not null
     * @throws InterruptedException when the calling thread was interrupted; then nothing was taken
     */
    void take(Exchange exchange, Object on) throws InterruptedException {
        // A caller who tries again in the same exchange still has the turn of the try that failed.
        end(exchange);
        await(on);
        Turn turn = new Turn(on);
        exchange.setProperty(TURN, turn);
        exchange.getExchangeExtension().addOnCompletion(turn);
    }

    /** Ends the exchange's turn, if it has one. */
    void end(Exchange exchange) {
        if (exchange.removeProperty(TURN) instanceof Turn turn) {
            turn.give();
        }
    }

    private synchronized void await(Object on) throws InterruptedException {
        while (!taken.add(on)) {
            wait();
        }
    }

    private synchronized void give(Object on) {
        taken.remove(on);
        notifyAll();
    }

    /** One turn; given back once, however often it is asked to. */
    private final class Turn extends SynchronizationAdapter {

        private final Object on;
        private boolean given;

        Turn(Object on) {
            this.on = on;
        }

        void give() {
            synchronized (Turns.this) {
                if (!given) {
                    given = true;
                    Turns.this.give(on);
                }
            }
        }

        @Override
        public void onDone(Exchange exchange) {
            give();
        }

        @Override
        public boolean allowHandover() {
            return false;
        }
    }
}
