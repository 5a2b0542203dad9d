package io.atlasoffsite.transfer;

import java.io.IOException;
import java.util.Objects;

/**
 * Why an archive was not transferred or not proved. Its facts are typed; its text is for people and holds at most a host name,
 * never a path, a query or a token. Failures of a sink, a ticket source or a stream source are not wrapped in this: they reach
 * the caller as they are.
 */
public final class TransferException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** The download host said no, or answered what cannot be used; see {@link TransferException#status()}. */
        REFUSED,
        /** The link's time had run out. */
        EXPIRED_LINK,
        /** The stream broke off. */
        CUT,
        /** No byte came for the stall timeout, or next to none for many times as long. */
        STALLED,
        /** The host, or the address it resolved to, may not serve archives. */
        HOST_NOT_ALLOWED,
        /** The host's certificate is not trusted, or TLS failed otherwise. */
        TLS,
        /** The host's name could not be resolved. */
        DNS,
        /** No connection could be made, to the host or through the proxy. */
        CONNECT,
        /** Another number of bytes came, or is stored, than was announced. */
        WRONG_LENGTH,
        /** The bytes have another SHA-256 than they must have. */
        WRONG_HASH,
        /** The bytes are no gzip file: an error page, or nothing at all. */
        NOT_AN_ARCHIVE,
        /** The gzip or tar framing is broken. */
        DAMAGED,
        /** An entry's name or type would be dangerous to extract. */
        UNSAFE_ENTRY,
        /** It expands out of all proportion. */
        BOMB,
        /** The archive is longer than the sink's parts can hold. */
        TOO_LARGE,
        /** A part could not be kept in the spool directory: it is full, or may not be written. */
        SPOOL,
        /** All tries were used up; the last failure is the cause, and its facts are this exception's. */
        TOO_MANY_TRIES
    }

    /** What a new try could change. */
    enum Remedy {
        NONE,
        /** The same link may serve again. */
        SAME_TICKET,
        /** Only another link may serve. */
        FRESH_TICKET
    }

    private final Kind kind;
    private final Remedy remedy;
    private final boolean integrity;
    private final int status;
    private final String code;
    private final long bytesSoFar;

    private TransferException(Builder builder) {
        super(builder.summary, builder.cause);
        this.kind = builder.kind;
        this.remedy = builder.remedy;
        this.integrity = builder.integrity;
        this.status = builder.status;
        this.code = builder.code;
        this.bytesSoFar = builder.bytesSoFar;
    }

    /**
     * A failure with no further facts.
     *
     * @param kind what went wrong; not null
     * @param summary one sentence; not null, free of links and secrets
     * @return the exception, to be thrown
     */
    public static TransferException of(Kind kind, String summary) {
        return because(kind, summary).build();
    }

    /** Begins a failure. */
    static Builder because(Kind kind, String summary) {
        return new Builder(kind, summary);
    }

    /** The same failure, now final because all tries are used up. */
    static TransferException exhausted(TransferException last, String tries) {
        Builder builder = because(Kind.TOO_MANY_TRIES, last.getMessage() + " (" + tries + ")");
        builder.integrity = last.integrity;
        return builder.answer(last.status, last.code)
                .bytes(last.bytesSoFar)
                .cause(last)
                .build();
    }

    /**
     * What went wrong.
     *
     * @return never null
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The HTTP status the download host answered with.
     *
     * @return 100 to 599, or 0 when it did not matter
     */
    public int status() {
        return status;
    }

    /**
     * The error code of an object store's XML error page.
     *
     * @return e.g. {@code AccessDenied}, empty when there is none, never null
     */
    public String code() {
        return code;
    }

    /**
     * How far the attempt had come.
     *
     * @return bytes of the archive
     */
    public long bytesSoFar() {
        return bytesSoFar;
    }

    /**
     * Whether bytes came, or are stored, that are not what they should be, as opposed to bytes that did not come.
     *
     * @return true for lengths, hashes and archives that are wrong
     */
    public boolean integrity() {
        return integrity;
    }

    Remedy remedy() {
        return remedy;
    }

    /** Collects the facts of a {@link TransferException}. */
    static final class Builder {
        private final Kind kind;
        private final String summary;
        private Remedy remedy = Remedy.NONE;
        private boolean integrity;
        private int status;
        private String code = "";
        private long bytesSoFar;
        private Throwable cause;

        private Builder(Kind kind, String summary) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.summary = Objects.requireNonNull(summary, "summary");
            this.integrity = switch (kind) {
                case WRONG_LENGTH, WRONG_HASH, NOT_AN_ARCHIVE, DAMAGED, UNSAFE_ENTRY, BOMB -> true;
                default -> false;
            };
        }

        Builder remedy(Remedy what) {
            this.remedy = what;
            return this;
        }

        Builder answer(int httpStatus, String errorCode) {
            this.status = httpStatus;
            this.code = errorCode;
            return this;
        }

        Builder bytes(long soFar) {
            this.bytesSoFar = soFar;
            return this;
        }

        Builder cause(Throwable why) {
            this.cause = why;
            return this;
        }

        TransferException build() {
            return new TransferException(this);
        }
    }
}
