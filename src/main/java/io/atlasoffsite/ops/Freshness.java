package io.atlasoffsite.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a cluster's newest copy in a store is as young as its plan promises. Immutable and thread safe.
 *
 * @param plan the plan's name
 * @param cluster the cluster's name
 * @param store the store's name
 * @param newest when the newest copy's data is from, UTC; empty when there is none, or nobody can say
 * @param age how old that is; empty with {@code newest}
 * @param alertAfter the age that is promised not to be exceeded
 * @param state the verdict
 */
public record Freshness(
        String plan,
        String cluster,
        String store,
        Optional<Instant> newest,
        Optional<Duration> age,
        Duration alertAfter,
        State state) {

    /** The verdict. */
    public enum State {
        /** Young enough. */
        FRESH,
        /** Older than promised. */
        STALE,
        /** There is no copy at all. */
        MISSING,
        /** There are copies, but Atlas has no such cluster any more. */
        CLUSTER_VANISHED,
        /** The store, or Atlas, cannot be read. */
        UNKNOWN;

        /**
         * The verdict as it is written.
         *
         * @return a word in lower case, with hyphens
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Where, and what was promised.
     *
     * @param plan the plan's name
     * @param cluster the cluster's name
     * @param store the store's name
     * @param alertAfter the age that is promised not to be exceeded
     */
    public record Promise(String plan, String cluster, String store, Duration alertAfter) {

        /**
         * Compares it with what is there.
         *
         * @param newest when the newest copy's data is from, UTC; empty when there is no copy
         * @param now the time, UTC
         * @return fresh, stale or missing; a copy from the future is fresh
         */
        public Freshness judge(Optional<Instant> newest, Instant now) {
            Optional<Duration> age = newest.map(taken -> Duration.between(taken, now));
            State state = age.map(old -> old.compareTo(alertAfter) > 0 ? State.STALE : State.FRESH)
                    .orElse(State.MISSING);
            return new Freshness(plan, cluster, store, newest, age, alertAfter, state);
        }

        /**
         * For a cluster that Atlas no longer has, and that nobody has excluded.
         *
         * @param newest when the newest copy's data is from, UTC; empty when there is no copy
         * @param now the time, UTC
         * @return cluster-vanished, whatever the copy's age
         */
        public Freshness vanished(Optional<Instant> newest, Instant now) {
            Optional<Duration> age = newest.map(taken -> Duration.between(taken, now));
            return new Freshness(plan, cluster, store, newest, age, alertAfter, State.CLUSTER_VANISHED);
        }

        /**
         * For a store that cannot be read.
         *
         * @return unknown
         */
        public Freshness unknown() {
            return new Freshness(plan, cluster, store, Optional.empty(), Optional.empty(), alertAfter, State.UNKNOWN);
        }
    }
}
