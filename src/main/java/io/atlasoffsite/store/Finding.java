package io.atlasoffsite.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is wrong with a stored file of a copy. Immutable and thread safe.
 *
 * @param file its name in the copy's folder; not null
 * @param what what is wrong; not null
 * @param detail a clause for people, free of secrets; not null
 */
public record Finding(String file, What what, String detail) {

    /** What can be wrong with a stored file. */
    public enum What {
        /** It is not there. */
        MISSING,
        /** It is longer or shorter than it was. */
        LENGTH,
        /** It has another SHA-256 than it had. */
        HASH,
        /** The manifest's seal does not fit its content. */
        SEAL,
        /** It can be read and says something else than the rest of the copy. */
        CONTENT,
        /** The archive is no sound gzip or tar, or holds something else than the manifest says. */
        INSPECTION,
        /** The store did not give it out: nothing is known about it. */
        UNREADABLE;

        /**
         * The word as it is written.
         *
         * @return in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<What> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(what -> what.word().equals(word))
                    .findFirst();
        }
    }

    /** Refuses missing parts. */
    public Finding {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(detail, "detail");
    }

    /**
     * Whether it says that something stored is not what was written, as opposed to nothing being known.
     *
     * @return false for {@link What#UNREADABLE} only
     */
    public boolean damage() {
        return what != What.UNREADABLE;
    }

    /** One clause for people. */
    @Override
    public String toString() {
        return file + ": " + what.word() + " (" + detail + ")";
    }
}
