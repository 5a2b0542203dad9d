package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.JobHints;
import io.atlasoffsite.atlas.RestoreJob;
import io.atlasoffsite.atlas.RestoreReplies;
import io.atlasoffsite.message.RestoreOutcome;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.plan.AtlasAccess;
import io.atlasoffsite.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the route {@code offsite-follow-restore}: from the job the ledger names to its end. Thread safe. */
final class FollowRestore {

    private static final Logger LOG = LoggerFactory.getLogger(FollowRestore.class);

    private final AtlasSites sites;
    private final PrepareRestore.Ledgers ledgers;
    private final Clock clock;

    FollowRestore(AtlasSites sites, PrepareRestore.Ledgers ledgers, Clock clock) {
        this.sites = sites;
        this.ledgers = ledgers;
        this.clock = clock;
    }

    void begin(Exchange exchange) {
        AtlasRestore restore = AtlasRestore.of(exchange);
        LedgerStep last = restore.last().orElseThrow();
        boolean ended = last instanceof LedgerStep.Ended;
        String job = last instanceof LedgerStep.Ended over ? over.jobId() : ((LedgerStep.Made) last).jobId();
        RestoreAbout.carried(exchange)
                .ifPresent(about -> about.of(PrepareRestore.subject(
                                restore.request(), restore.asked().orElseThrow().snapshotId()))
                        .withJob(job)
                        .withUnknownOutcome(!ended)
                        .carry(exchange));
        AtlasRestoreOrder.tell(exchange, "restore job " + job + (ended ? " has ended" : " is under way in Atlas"));
        restore.pausing(poll(restore).first()).carry(exchange);
        exchange.setVariable(Variables.RESTORE_JOB, job);
        exchange.setVariable(Variables.RESTORE_PAUSE_MILLIS, 0L);
        exchange.setVariable(Variables.RESTORE_PENDING, !ended);
    }

    void ask(Exchange exchange) {
        AtlasRestore restore = AtlasRestore.of(exchange);
        exchange.getMessage()
                .setBody(AtlasCalls.getJob(
                        restore.asked().orElseThrow().kind(),
                        restore.request().project(),
                        restore.request().cluster(),
                        job(exchange)));
    }

    void judge(Exchange exchange) throws IOException {
        AtlasRestore restore = AtlasRestore.of(exchange);
        RestoreJob job =
                RestoreReplies.job(restore.asked().orElseThrow().kind(), Exchanges.body(exchange, JsonNode.class));
        if (job.state().ended()) {
            end(exchange, restore, job);
            return;
        }
        if (clock.instant().plus(restore.pause()).isAfter(restore.until())) {
            throw late(job.id());
        }
        exchange.setVariable(Variables.RESTORE_PAUSE_MILLIS, restore.pause().toMillis());
        Duration next = Download.next(restore.pause(), poll(restore));
        restore.pausing(next).carry(exchange);
    }

    /** Atlas forgets jobs in the end; one it does not know says nothing about the target. */
    void judgeLostJob(Exchange exchange) {
        OffsiteException why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        if (!JobHints.gone(why)) {
            throw why;
        }
        throw OffsiteException.because(
                        Reason.NOT_FOUND,
                        "Atlas no longer knows restore job " + job(exchange) + ", so how it ended is not known")
                .answer(why.status(), why.code())
                .hint("look at the target in Atlas; a new restore needs another requestId")
                .build();
    }

    /** The ledger is a memory only here: an end that it could not be told is found again by looking. */
    private void end(Exchange exchange, AtlasRestore restore, RestoreJob job) throws IOException {
        LedgerStep.Ended ended = new LedgerStep.Ended(clock.instant(), job.id(), job.state());
        RestoreLedger.Asked asked = restore.asked().orElseThrow();
        try {
            ledgers.open().append(asked, restore.next(), ended);
        } catch (StoreException untold) {
            LOG.warn("the end of restore job {} could not be written down: {}", job.id(), untold.getMessage());
        }
        restore.recalled(Optional.of(new RestoreLedger.Entry(asked, restore.next(), ended)), clock.instant())
                .carry(exchange);
        exchange.setVariable(Variables.RESTORE_PENDING, false);
    }

    /** Body out: the {@link RestoreResult}. */
    void conclude(Exchange exchange) {
        AtlasRestore restore = AtlasRestore.of(exchange);
        LedgerStep.Ended ended = (LedgerStep.Ended) restore.last().orElseThrow();
        RestoreAbout.carried(exchange)
                .ifPresent(about -> about.withUnknownOutcome(false).carry(exchange));
        if (ended.state() != RestoreJob.State.COMPLETED) {
            throw failed(restore, ended);
        }
        exchange.getMessage()
                .setBody(new RestoreResult(
                        restore.request().requestId(),
                        PrepareRestore.subject(
                                restore.request(), restore.asked().orElseThrow().snapshotId()),
                        new RestoreOutcome.Completed(ended.jobId())));
    }

    private static OffsiteException failed(AtlasRestore restore, LedgerStep.Ended ended) {
        boolean stopped = ended.state() == RestoreJob.State.CANCELLED;
        String how = switch (ended.state()) {
            case CANCELLED -> "was cancelled";
            case EXPIRED -> "has expired";
            default -> "has failed";
        };
        return OffsiteException.because(
                        stopped ? Reason.CONFLICT : Reason.ATLAS_UNAVAILABLE,
                        "Atlas says that restore job " + ended.jobId() + " to " + restore.target() + " " + how)
                .hint("the target may be empty now: look at it in Atlas, then ask again under another requestId")
                .build();
    }

    private static OffsiteException late(String job) {
        return OffsiteException.because(
                        Reason.ATLAS_UNAVAILABLE,
                        "Atlas has not ended restore job " + job + " within " + PrepareRestore.PATIENCE.toHours()
                                + " hours")
                .hint("Atlas goes on with it; the same request again follows it further and asks for nothing new")
                .retryable(true)
                .build();
    }

    private AtlasAccess.Poll poll(AtlasRestore restore) {
        return sites.named(restore.request().atlas()).access().poll();
    }

    private static String job(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.RESTORE_JOB, String.class);
    }
}
