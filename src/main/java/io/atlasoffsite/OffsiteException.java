package io.atlasoffsite;

import java.util.Objects;

/**
 * The one exception the pack's routes throw. Its facts are typed: a caller decides by {@link #reason()},
 * {@link #status()} and {@link #code()}, never by the text. The text is for people, one sentence, free of secrets and signed
 * URLs.
 */
public final class OffsiteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int status;
    private final String code;
    private final String detail;
    private final String hint;
    private final boolean retryable;

    private OffsiteException(Builder builder) {
        super(builder.summary, builder.cause);
        this.reason = builder.reason;
        this.status = builder.status;
        this.code = builder.code;
        this.detail = builder.detail;
        this.hint = builder.hint;
        this.retryable = builder.retryable;
    }

    /**
     * Begins an exception.
     *
     * @param reason why; not null
     * @param summary one sentence that says what and where; not null, free of secrets
     * @return a builder
     */
    public static Builder because(Reason reason, String summary) {
        return new Builder(reason, summary);
    }

    /**
     * Why.
     *
     * @return never null
     */
    public Reason reason() {
        return reason;
    }

    /**
     * The HTTP status that Atlas, a download host or a store answered with.
     *
     * @return 100 to 599, or 0 when no answer was involved
     */
    public int status() {
        return status;
    }

    /**
     * The other side's own error code, e.g. Atlas's {@code errorCode}.
     *
     * @return the code, empty when there is none, never null
     */
    public String code() {
        return code;
    }

    /**
     * The other side's own words about it, e.g. Atlas's {@code detail}; they are in {@link #getMessage()} too.
     *
     * @return one line free of addresses, empty when there is none, never null
     */
    public String detail() {
        return detail;
    }

    /**
     * What to do next, in plain words.
     *
     * @return a sentence, empty when there is nothing to add, never null
     */
    public String hint() {
        return hint;
    }

    /**
     * Whether the same request can be expected to succeed later without anybody changing anything.
     *
     * @return true when trying again later makes sense
     */
    public boolean retryable() {
        return retryable;
    }

    /** Collects the facts of an {@link OffsiteException}. Not thread safe. */
    public static final class Builder {
        private final Reason reason;
        private final String summary;
        private int status;
        private String code = "";
        private String detail = "";
        private String hint = "";
        private boolean retryable;
        private Throwable cause;

        private Builder(Reason reason, String summary) {
            this.reason = Objects.requireNonNull(reason, "reason");
            this.summary = Objects.requireNonNull(summary, "summary");
        }

        /**
         * Sets the answer that was received.
         *
         * @param httpStatus the HTTP status, 0 for none
         * @param errorCode the other side's error code; not null, empty for none
         * @return this
         */
        public Builder answer(int httpStatus, String errorCode) {
            this.status = httpStatus;
            this.code = Objects.requireNonNull(errorCode, "errorCode");
            return this;
        }

        /**
         * Sets the other side's own words.
         *
         * @param words one line, free of secrets and addresses; not null, empty for none
         * @return this
         */
        public Builder detail(String words) {
            this.detail = Objects.requireNonNull(words, "words");
            return this;
        }

        /**
         * Sets what to do next.
         *
         * @param sentence plain words; not null
         * @return this
         */
        public Builder hint(String sentence) {
            this.hint = Objects.requireNonNull(sentence, "sentence");
            return this;
        }

        /**
         * Says whether the same request may succeed later.
         *
         * @param mayWorkLater true when it may
         * @return this
         */
        public Builder retryable(boolean mayWorkLater) {
            this.retryable = mayWorkLater;
            return this;
        }

        /**
         * Sets the cause. Its message must be free of secrets and signed URLs too.
         *
         * @param why the cause; not null
         * @return this
         */
        public Builder cause(Throwable why) {
            this.cause = Objects.requireNonNull(why, "why");
            return this;
        }

        /**
         * Makes the exception.
         *
         * @return the exception, to be thrown
         */
        public OffsiteException build() {
            return new OffsiteException(this);
        }
    }
}
