package io.atlasoffsite.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of one rehearsal of a restore (docs/format.md). Immutable and thread safe.
 *
 * @param place whose copy was to be restored; not null
 * @param store the name of the store it was restored from; not null
 * @param copyId which copy; empty when there was none to restore
 * @param seal of the manifest it was proved against; empty when it was not proved; not null
 * @param startedAt UTC, cut to whole seconds
 * @param finishedAt UTC, cut to whole seconds
 * @param outcome how it ended; not null
 * @param archives what was restored, empty when nothing was; not null
 * @param seconds how long the restore took, without the command
 * @param command how the proof command ended; empty when none was run
 * @param failure why not; present exactly when it failed
 * @param tool the program and its version; not null
 */
public record RehearsalRecord(
        Place place,
        String store,
        Optional<CopyId> copyId,
        String seal,
        Instant startedAt,
        Instant finishedAt,
        Outcome outcome,
        List<Archive> archives,
        double seconds,
        Optional<Command> command,
        Optional<Failure> failure,
        String tool) {

    /** Copies the list; refuses missing parts, and a failure without a reason. */
    public RehearsalRecord {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(copyId, "copyId");
        Objects.requireNonNull(seal, "seal");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(tool, "tool");
        startedAt = startedAt.truncatedTo(ChronoUnit.SECONDS);
        finishedAt = finishedAt.truncatedTo(ChronoUnit.SECONDS);
        archives = List.copyOf(archives);
        if (failure.isPresent() != (outcome == Outcome.FAILED)) {
            throw new IllegalArgumentException("a failed rehearsal has a failure, and only that one");
        }
    }

    /**
     * The record as it is written.
     *
     * @return a tree of the caller's own
     */
    public ObjectNode toTree() {
        return RehearsalJson.tree(this);
    }

    /** How a rehearsal may end. */
    public enum Outcome {
        /** Every archive was restored and proved byte for byte; there was no command. */
        EXTRACTED,
        /** The same, and the plan's command has passed. */
        PROVED,
        /** Anything else. */
        FAILED;

        /**
         * The word as it is written.
         *
         * @return in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Outcome> ofWord(String word) {
            return List.of(values()).stream()
                    .filter(outcome -> outcome.word().equals(word))
                    .findFirst();
        }
    }

    /**
     * Whose copies are restored.
     *
     * @param plan the plan's name
     * @param projectId 24 lower-case hex digits
     * @param cluster the cluster's name
     */
    public record Place(String plan, String projectId, String cluster) {

        /**
         * Refuses names that can be part of no path.
         *
         * @throws IllegalArgumentException with the offending value
         */
        public Place {
            Names.check(Names.PLAN, "plan name", plan);
            Names.check(Names.OBJECT_ID, "project id", projectId);
            Names.check(Names.CLUSTER, "cluster name", cluster);
        }
    }

    /**
     * One restored archive.
     *
     * @param file its name in the copy
     * @param replicaSet the replica set inside, empty when Atlas named none
     * @param bytes its length
     * @param sha256 of its bytes, 64 lower-case hex digits
     * @param files how many files came out of it
     * @param extractedBytes what they hold together
     */
    public record Archive(String file, String replicaSet, long bytes, String sha256, long files, long extractedBytes) {}

    /**
     * How the proof command ended.
     *
     * @param exit its exit code; empty when it was not started, or killed at the timeout
     * @param seconds how long it took
     * @param output the beginning of what it printed, free of control characters but line breaks; not null
     */
    public record Command(OptionalInt exit, double seconds, String output) {}

    /**
     * Why not.
     *
     * @param reason the code of the reason, as docs/errors.md has it
     * @param summary one sentence, free of secrets
     * @param hint what to do; empty when nothing is known
     */
    public record Failure(String reason, String summary, String hint) {}
}
