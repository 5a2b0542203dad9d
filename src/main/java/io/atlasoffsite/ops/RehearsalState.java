package io.atlasoffsite.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether restores of a cluster's copies are rehearsed as its plan promises. Immutable and thread safe.
 *
 * @param plan the plan's name
 * @param cluster the cluster's name; of a plan for many projects with the project's id and a slash before it
 * @param last the last rehearsal, from whatever store; empty when there was none, or nobody can say
 * @param age how long that is ago; empty with {@code last}
 * @param alertAfter the age that is promised not to be exceeded; empty when nothing is promised
 * @param state the verdict
 */
public record RehearsalState(
        String plan,
        String cluster,
        Optional<Last> last,
        Optional<Duration> age,
        Optional<Duration> alertAfter,
        State state) {

    /** The verdict. */
    public enum State {
        /** The last rehearsal restored and proved every archive; there is no proof command. */
        EXTRACTED,
        /** The same, and the proof command has passed. */
        PROVED,
        /** The last rehearsal failed. */
        FAILED,
        /** The last rehearsal did not fail, and is older than promised. */
        OVERDUE,
        /** A rehearsal is promised, and there was none. */
        MISSING,
        /** There was no rehearsal, and none is promised. */
        NEVER,
        /** A store that may know of a better rehearsal cannot be read. */
        UNKNOWN;

        private static final Set<State> HEALTHY = EnumSet.of(EXTRACTED, PROVED, NEVER);

        /**
         * The verdict as it is written.
         *
         * @return a word in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Whether nobody has to look.
         *
         * @return false for a promise that is broken or that nobody can judge
         */
        public boolean healthy() {
            return HEALTHY.contains(this);
        }
    }

    /**
     * How a rehearsal ended.
     *
     * @param at when, UTC
     * @param store the store the copy was restored from
     * @param copyId the copy; empty when there was none to restore
     * @param outcome {@link State#EXTRACTED}, {@link State#PROVED} or {@link State#FAILED}
     * @param summary why it failed; empty when it did not
     */
    public record Last(Instant at, String store, String copyId, State outcome, String summary) {}
}
