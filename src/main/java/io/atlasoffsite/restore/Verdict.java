package io.atlasoffsite.restore;

import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a verification says of one copy in one store. Immutable and thread safe.
 *
 * @param store the store's name; not null
 * @param copyId which copy; not null
 * @param outcome the verdict; not null
 * @param seal of the manifest the copy was held against; empty when there is none that is whole; not null
 * @param findings everything that was found, by file; empty when the copy is whole; not null
 * @param bytes how many bytes of archives were read
 * @param seconds how long it took
 * @param wholeAgain true when the copy was known to be damaged before and is whole now
 */
public record Verdict(
        String store,
        CopyId copyId,
        Outcome outcome,
        String seal,
        List<Finding> findings,
        long bytes,
        double seconds,
        boolean wholeAgain) {

    /** What a verification may say. */
    public enum Outcome {
        /** Every stored byte is what was written. */
        WHOLE,
        /** Something stored is not what was written. */
        DAMAGED,
        /** The store did not give everything out; what it gave was right. */
        UNAVAILABLE,
        /** The copy is of a newer format and was left alone. */
        NEWER;

        /**
         * The word as it is written.
         *
         * @return in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome of(List<Finding> findings) {
            if (findings.stream().anyMatch(Finding::damage)) {
                return DAMAGED;
            }
            return findings.isEmpty() ? WHOLE : UNAVAILABLE;
        }
    }

    /** Copies the list; refuses missing parts. */
    public Verdict {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(copyId, "copyId");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(seal, "seal");
        findings = List.copyOf(findings);
    }

    /**
     * What is known to be damaged.
     *
     * @return the findings without what could not be read
     */
    public List<Finding> damage() {
        return findings.stream().filter(Finding::damage).toList();
    }

    /**
     * Whether there is no manifest at all, so that there is no copy, or not yet.
     *
     * @return true when files lie where a copy would
     */
    public boolean lacksManifest() {
        return findings.stream()
                .anyMatch(
                        finding -> finding.file().equals(CopyFiles.MANIFEST) && finding.what() == Finding.What.MISSING);
    }

    /**
     * The same for a copy that was known to be damaged before.
     *
     * @return this, with {@code wholeAgain}
     */
    public Verdict repaired() {
        return new Verdict(store, copyId, outcome, seal, findings, bytes, seconds, true);
    }
}
