package io.atlasoffsite.cli;

import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.Hold;
import java.util.function.Predicate;

/** Holds a service at one step of a copy, from outside. */
interface Trap {

    /** Made ready before the copy of this snapshot is asked for. */
    void set(String snapshotId) throws Exception;

    /** Whether the service hangs in it. */
    boolean sprung() throws Exception;

    /** Taken away once the service is dead: nothing of what was held back ever happens. */
    void remove() throws Exception;

    /** At the first request like this. */
    static Trap at(FaultyProxy proxy, Predicate<FaultyProxy.Request> request, Hold hold) {
        return new Trap() {
            @Override
            public void set(String snapshotId) {
                proxy.fault(request, 1, hold);
            }

            @Override
            public boolean sprung() {
                return hold.reached();
            }

            @Override
            public void remove() {
                proxy.mend();
                hold.drop();
            }
        };
    }

    /** At the broker, before or after it did what it was asked for. */
    static Trap at(OtherBroker broker, OtherBroker.Packets packets, boolean done) {
        return new Trap() {
            @Override
            public void set(String snapshotId) {
                if (done) {
                    broker.swallowAnswer(packets, snapshotId);
                } else {
                    broker.swallow(packets, snapshotId);
                }
            }

            @Override
            public boolean sprung() {
                return broker.waiting();
            }

            @Override
            public void remove() {
                broker.mend();
            }
        };
    }
}
