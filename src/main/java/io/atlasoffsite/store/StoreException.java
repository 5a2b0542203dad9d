package io.atlasoffsite.store;

import java.io.IOException;
import java.util.Objects;

/**
 * A store did not do what it was asked. The facts are typed; the message, for people, says what, where and what to do next, and
 * never holds a credential.
 */
public final class StoreException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** The store could not be reached or failed: the same call may succeed later. */
        UNAVAILABLE,
        /** The store said no: somebody has to change rights, names or configuration first. */
        REFUSED,
        /** No room left: somebody has to make some. */
        FULL,
        /** The file does not exist. */
        MISSING,
        /** What is stored is not what was written: somebody has to look. */
        DAMAGED
    }

    /** The {@link #code()} of a store that lacks what every store must have: no later try can find it otherwise. */
    public static final String LACKING = "LACKING";

    private final Kind kind;
    private final String store;
    private final String verb;
    private final String path;
    private final int status;
    private final String code;

    private StoreException(Kind kind, Where where, Answer answer, String advice, Throwable cause) {
        super(where.verb + " " + where.address + " in store '" + where.store + "' failed: " + advice, cause);
        this.kind = kind;
        this.store = where.store;
        this.verb = where.verb;
        this.path = where.path;
        this.status = answer.status;
        this.code = answer.code;
    }

    /**
     * The place and the deed.
     *
     * @param store the store's name
     * @param verb what was tried, e.g. {@code write}
     * @param path the path in the store
     * @param address the same place as an operator knows it: bucket and key, or a file
     */
    record Where(String store, String verb, String path, String address) {
        Where {
            Objects.requireNonNull(store, "store");
            Objects.requireNonNull(verb, "verb");
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(address, "address");
        }
    }

    /**
     * What the provider answered.
     *
     * @param status the HTTP status, 0 for none
     * @param code the provider's error code, empty for none
     */
    record Answer(int status, String code) {
        static final Answer NONE = new Answer(0, "");
    }

    static StoreException of(Kind kind, Where where, String advice) {
        return new StoreException(kind, where, Answer.NONE, advice, null);
    }

    static StoreException of(Kind kind, Where where, String advice, Throwable cause) {
        return new StoreException(kind, where, Answer.NONE, advice, cause);
    }

    static StoreException of(Kind kind, Where where, Answer answer, String advice, Throwable cause) {
        return new StoreException(kind, where, answer, advice, cause);
    }

    /** For failures found above the stores, where path and address are the same. */
    static StoreException of(Kind kind, ArchiveStore store, String verb, String path, String advice) {
        return of(kind, new Where(store.name(), verb, path, path), advice);
    }

    /**
     * What to do about it.
     *
     * @return never null
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Which store.
     *
     * @return its configured name, never null
     */
    public String store() {
        return store;
    }

    /**
     * What was tried.
     *
     * @return a verb, never null
     */
    public String verb() {
        return verb;
    }

    /**
     * Where in the store.
     *
     * @return the path, empty for the store as a whole, never null
     */
    public String path() {
        return path;
    }

    /**
     * The HTTP status the store answered with.
     *
     * @return 100 to 599, or 0 when there was none
     */
    public int status() {
        return status;
    }

    /**
     * The provider's own error code.
     *
     * @return e.g. {@code AccessDenied}, empty when there is none, never null
     */
    public String code() {
        return code;
    }
}
