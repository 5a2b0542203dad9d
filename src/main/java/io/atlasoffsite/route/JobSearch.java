package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.DownloadJob;
import java.time.Duration;
import java.util.Optional;

/**
 * How the search for a dedicated cluster's download job is getting on, kept in a variable of its exchange.
 *
 * @param entry what the ledger says, or is told, about the snapshot's job
 * @param unsure whether a job may have been made under that entry already
 * @param unanswered requests so far whose outcome nobody knows
 * @param pause the next pause, when there must be one
 * @param refusal why there is no job yet, the latest reason
 * @param job the job, once it is there
 */
record JobSearch(
        Optional<JobLedger.Entry> entry,
        boolean unsure,
        int unanswered,
        Duration pause,
        Optional<OffsiteException> refusal,
        Optional<DownloadJob> job) {

    static JobSearch begin(Duration pause) {
        return new JobSearch(Optional.empty(), false, 0, pause, Optional.empty(), Optional.empty());
    }

    /** With what the ledger said; an entry without a job leaves open whether there is one. */
    JobSearch recalled(Optional<JobLedger.Entry> found) {
        boolean open = found.isPresent() && found.get().jobId().isEmpty();
        return new JobSearch(found, open, unanswered, pause, refusal, Optional.empty());
    }

    /** About to ask for a job that certainly is not there yet. */
    JobSearch intending(JobLedger.Entry intent) {
        return new JobSearch(Optional.of(intent), false, unanswered, pause, refusal, Optional.empty());
    }

    JobSearch found(DownloadJob there) {
        return new JobSearch(entry, false, unanswered, pause, refusal, Optional.of(there));
    }

    JobSearch refused(OffsiteException why, boolean answered) {
        int silences = answered ? unanswered : unanswered + 1;
        return new JobSearch(entry, unsure, silences, pause, Optional.of(why), Optional.empty());
    }

    JobSearch waited(Duration next) {
        return new JobSearch(entry, unsure, unanswered, next, refusal, job);
    }
}
