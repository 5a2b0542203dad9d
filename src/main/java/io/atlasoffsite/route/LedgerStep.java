package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.RestoreJob;
import java.time.Instant;
import java.util.Set;

/** One thing that happened to a restore in Atlas, as the ledger has it. Immutable and thread safe. */
sealed interface LedgerStep {

    /** When it was written down, UTC, by the writer's clock. */
    Instant at();

    /**
     * Whoever wrote this, and nobody else, sends the request to Atlas now: until a later step says more, a job may be there.
     *
     * @param knownBefore the jobs for this snapshot and target that were there before
     */
    record Intent(Instant at, Set<String> knownBefore) implements LedgerStep {

        /** Copies the set. */
        public Intent {
            knownBefore = Set.copyOf(knownBefore);
        }
    }

    /**
     * Certainly there is no job, and the request may be sent again.
     *
     * @param why Atlas's refusal, in one sentence
     */
    record Waiting(Instant at, String why) implements LedgerStep {}

    /**
     * Atlas has refused for good.
     *
     * @param refusal what it said
     */
    record Refused(Instant at, Refusal refusal) implements LedgerStep {}

    /**
     * There is a job.
     *
     * @param jobId its id
     */
    record Made(Instant at, String jobId) implements LedgerStep {}

    /**
     * The job has ended.
     *
     * @param jobId its id
     * @param state how; not {@code RUNNING}
     */
    record Ended(Instant at, String jobId, RestoreJob.State state) implements LedgerStep {}

    /**
     * A refusal that can be thrown again.
     *
     * @param reason why
     * @param status the HTTP status
     * @param code Atlas's error code, empty when there is none
     * @param summary one sentence
     * @param hint what to do
     */
    record Refusal(Reason reason, int status, String code, String summary, String hint) {

        static Refusal of(OffsiteException why) {
            return new Refusal(why.reason(), why.status(), why.code(), why.getMessage(), why.hint());
        }
    }
}
