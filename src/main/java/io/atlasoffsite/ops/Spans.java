package io.atlasoffsite.ops;

import java.util.Optional;

/**
 * What whoever traces this process gets to hear of pieces of work that are no step of their own. Without a tracer nothing is
 * heard and nothing is spent. Thread safe.
 */
public interface Spans {

    /** Nobody traces. */
    Spans NONE = new Untraced();

    /**
     * Begins a piece of work, as part of what the calling thread is doing.
     *
     * @param name in words of the pack, e.g. {@code offsite-transfer}; not null, free of secrets
     * @return the piece, to be closed by the thread that began it; nothing is recorded where nothing is being traced
     */
    Span begin(String name);

    /**
     * Says more about what the calling thread is doing.
     *
     * @param attribute its name, e.g. {@code offsite.plan}; not null
     * @param value not null, free of secrets
     */
    void note(String attribute, String value);

    /**
     * The trace the calling thread works on.
     *
     * @return where it is in it; empty when it is in none
     */
    Optional<Trace> current();

    /**
     * Takes what the calling thread is doing along to other threads.
     *
     * @return the place; may be entered by any thread, by several at once
     */
    Place here();

    /** A piece of work. Not thread safe. */
    interface Span extends AutoCloseable {

        /**
         * Says more about it.
         *
         * @param attribute its name; not null
         * @param value not null, free of secrets
         * @return this
         */
        Span with(String attribute, String value);

        /**
         * Says more about it.
         *
         * @param attribute its name; not null
         * @param value e.g. bytes
         * @return this
         */
        Span with(String attribute, long value);

        /** It went well; a piece of work that is closed without this has failed. */
        void done();

        @Override
        void close();
    }

    /** A place in a trace. */
    @FunctionalInterface
    interface Place {

        /**
         * Has the calling thread work there.
         *
         * @return to be closed by the same thread, which is then where it was before
         */
        Scope enter();
    }

    /** How long a thread is somewhere. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A place in a trace, by its names.
     *
     * @param traceId 32 hexadecimal digits
     * @param spanId 16 hexadecimal digits
     * @param traceparent the header of that name of W3C Trace Context
     * @param tracestate the header of that name, empty when there is none
     */
    record Trace(String traceId, String spanId, String traceparent, String tracestate) {}
}
