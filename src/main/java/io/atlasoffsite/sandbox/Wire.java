package io.atlasoffsite.sandbox;

import java.time.Duration;
import java.util.List;

/**
 * What goes wrong while a reply travels. Offsets count bytes of the reply's body; {@link #NEVER} means it does not happen,
 * {@link #FIRST} before even the status line.
 *
 * @param lengthDelta added to the true Content-Length
 * @param bytesPerSecond the trickle; 0 is as fast as it goes
 */
record Wire(
        Duration delay,
        long cutAfter,
        long resetAfter,
        long stallAfter,
        Duration stall,
        long bytesPerSecond,
        long lengthDelta) {

    static final long NEVER = Long.MAX_VALUE;
    static final long FIRST = -1;
    static final Wire WELL = new Wire(Duration.ZERO, NEVER, NEVER, NEVER, Duration.ZERO, 0, 0);

    static Wire of(List<FaultAction> actions) {
        Wire wire = WELL;
        for (FaultAction action : actions) {
            wire = wire.and(action);
        }
        return wire;
    }

    boolean silent() {
        return cutAfter == FIRST || resetAfter == FIRST;
    }

    /** The framing is a lie, so the connection cannot be used again. */
    boolean spoils() {
        return lengthDelta != 0;
    }

    private Wire and(FaultAction action) {
        if (action instanceof FaultAction.Delay it) {
            return new Wire(it.time(), cutAfter, resetAfter, stallAfter, stall, bytesPerSecond, lengthDelta);
        }
        if (action instanceof FaultAction.Cut it) {
            return new Wire(delay, it.afterBytes(), resetAfter, stallAfter, stall, bytesPerSecond, lengthDelta);
        }
        if (action instanceof FaultAction.Reset it) {
            return new Wire(delay, cutAfter, it.afterBytes(), stallAfter, stall, bytesPerSecond, lengthDelta);
        }
        if (action instanceof FaultAction.Stall it) {
            return new Wire(delay, cutAfter, resetAfter, it.afterBytes(), it.time(), bytesPerSecond, lengthDelta);
        }
        if (action instanceof FaultAction.Trickle it) {
            return new Wire(delay, cutAfter, resetAfter, stallAfter, stall, it.bytesPerSecond(), lengthDelta);
        }
        if (action instanceof FaultAction.WrongLength it) {
            return new Wire(delay, cutAfter, resetAfter, stallAfter, stall, bytesPerSecond, it.delta());
        }
        if (action instanceof FaultAction.CloseAfterWork) {
            return new Wire(delay, FIRST, resetAfter, stallAfter, stall, bytesPerSecond, lengthDelta);
        }
        return this;
    }
}
