package io.atlasoffsite.transfer;

import java.util.Objects;
import java.util.OptionalLong;

/** Hears how a transfer gets on: at every change of phase and at most about ten times a second while bytes move. */
@FunctionalInterface
public interface TransferListener {

    /** Nobody listens. */
    TransferListener NONE = progress -> {};

    /** What a transfer is doing. */
    enum Phase {
        /** Waiting for a place in memory, a ticket or the first byte. */
        ASKING,
        /** Moving bytes. */
        MOVING,
        /** Waiting before the next try. */
        PAUSING,
        /** Every byte came; the last parts are stored and the archive is made visible. */
        COMMITTING,
        /** Reading stored bytes back. */
        PROVING
    }

    /**
     * How far a transfer is.
     *
     * @param phase what it is doing; not null
     * @param bytes of the archive that came in this attempt; falls back to 0 when an attempt starts again
     * @param total bytes of the whole archive, empty when nobody said; not null
     */
    record Progress(Phase phase, long bytes, OptionalLong total) {

        /** Refuses missing parts. */
        public Progress {
            Objects.requireNonNull(phase, "phase");
            Objects.requireNonNull(total, "total");
        }
    }

    /**
     * Takes note. Called on the thread that called the engine, never by two at once; it should return at once, and a
     * runtime exception it throws is ignored.
     *
     * @param progress how far the transfer is; not null
     */
    void progress(Progress progress);
}
