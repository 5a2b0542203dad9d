package io.atlasoffsite.route;

import io.atlasoffsite.store.CopyId;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Lets one exchange of this process at a time make a copy. The others wait, and find it made: a broker that groups messages does the
 * same beyond the process, but nobody has to group them, and direct callers cannot. Thread safe.
 */
final class Turns {

    private static final String TURN = "OffsiteTurn";

    private final Set<CopyId> taken = new HashSet<>();

    /**
     * Waits until it is this exchange's turn. It ends with {@link #end}, or else with the exchange.
     *
     * @throws InterruptedException when the calling thread was interrupted; then nothing was taken
     */
    void take(Exchange exchange, CopyId copy) throws InterruptedException {
        // A caller who tries again in the same exchange still has the turn of the try that failed.
        end(exchange);
        await(copy);
        Turn turn = new Turn(copy);
        exchange.setProperty(TURN, turn);
        exchange.getExchangeExtension().addOnCompletion(turn);
    }

    /** Ends the exchange's turn, if it has one. */
    void end(Exchange exchange) {
        if (exchange.removeProperty(TURN) instanceof Turn turn) {
            turn.give();
        }
    }

    private synchronized void await(CopyId copy) throws InterruptedException {
        while (!taken.add(copy)) {
            wait();
        }
    }

    private synchronized void give(CopyId copy) {
        taken.remove(copy);
        notifyAll();
    }

    /** One turn; given back once, however often it is asked to. */
    private final class Turn extends SynchronizationAdapter {

        private final CopyId copy;
        private boolean given;

        Turn(CopyId copy) {
            this.copy = copy;
        }

        void give() {
            synchronized (Turns.this) {
                if (!given) {
                    given = true;
                    Turns.this.give(copy);
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
