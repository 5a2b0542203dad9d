package io.atlasoffsite.sandbox;

import java.time.Duration;
import java.time.Instant;

/**
 * A snapshot of the sandbox.
 *
 * @param scheduled when it was due; it starts 27 s and ends 106 s later
 * @param kept how long Atlas keeps it
 * @param frequency hourly, daily, weekly, monthly, yearly, ondemand
 * @param trigger onDemand, scheduled, fallback
 * @param masterKey UUID of the customer's key, or empty
 * @param description or empty
 * @param fixture whether its archive is the one real WiredTiger made
 * @param pollsLeft looks until it is completed; 0 when its state stays
 */
record Snapshot(
        String id,
        Cluster cluster,
        Instant scheduled,
        Duration kept,
        SnapshotState state,
        String frequency,
        String trigger,
        String masterKey,
        String description,
        boolean fixture,
        int pollsLeft) {

    private static final Duration START = Duration.ofSeconds(27);
    private static final Duration END = Duration.ofSeconds(106);

    Instant started() {
        return scheduled.plus(START);
    }

    Instant finished() {
        return scheduled.plus(END);
    }

    Instant expires() {
        return scheduled.plus(kept);
    }

    boolean completed() {
        return state == SnapshotState.COMPLETED;
    }

    /** The same snapshot after one more look at it. */
    Snapshot looked() {
        if (pollsLeft == 0) {
            return this;
        }
        return in(pollsLeft == 1 ? SnapshotState.COMPLETED : SnapshotState.RUNNING, pollsLeft - 1);
    }

    Snapshot in(SnapshotState other, int polls) {
        return new Snapshot(
                id, cluster, scheduled, kept, other, frequency, trigger, masterKey, description, fixture, polls);
    }

    Snapshot triggered(String otherFrequency, String otherTrigger) {
        return new Snapshot(
                id,
                cluster,
                scheduled,
                kept,
                state,
                otherFrequency,
                otherTrigger,
                masterKey,
                description,
                fixture,
                pollsLeft);
    }

    Snapshot encrypted(String key) {
        return new Snapshot(
                id, cluster, scheduled, kept, state, frequency, trigger, key, description, fixture, pollsLeft);
    }

    Snapshot described(String text) {
        return new Snapshot(
                id, cluster, scheduled, kept, state, frequency, trigger, masterKey, text, fixture, pollsLeft);
    }

    Snapshot keptAtLeast(Duration time) {
        Duration longer = time.compareTo(kept) > 0 ? time : kept;
        return new Snapshot(
                id, cluster, scheduled, longer, state, frequency, trigger, masterKey, description, fixture, pollsLeft);
    }

    Snapshot withFixture() {
        return new Snapshot(
                id, cluster, scheduled, kept, state, frequency, trigger, masterKey, description, true, pollsLeft);
    }
}
