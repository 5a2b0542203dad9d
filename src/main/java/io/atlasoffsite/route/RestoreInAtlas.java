package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.JobHints;
import io.atlasoffsite.atlas.RestoreJob;
import io.atlasoffsite.atlas.RestoreReplies;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.plan.AtlasAccess;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code offsite-ask-to-restore}. A request is sent to Atlas once, ever: it is sent only by whoever has just
 * written the step {@code intent} into the ledger, which one of all processes can, and after an intent it is never sent again unless
 * Atlas has answered that it did nothing. That answer becomes the step {@code waiting}, from which again one process alone can write
 * the next intent. So at every moment at most one sending is open, and a job can come of one sending only: of the one that was
 * not refused. Thread safe.
 */
final class RestoreInAtlas {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreInAtlas.class);

    private final AtlasSites sites;
    private final RestoreGuards guards;
    private final PrepareRestore.Ledgers ledgers;
    private final Json json;
    private final Clock clock;

    RestoreInAtlas(AtlasSites sites, RestoreGuards guards, PrepareRestore.Ledgers ledgers, Json json, Clock clock) {
        this.sites = sites;
        this.guards = guards;
        this.ledgers = ledgers;
        this.json = json;
        this.clock = clock;
    }

    void begin(Exchange exchange) {
        exchange.setVariable(Variables.RESTORE_WANTED, true);
        exchange.setVariable(Variables.RESTORE_PAUSE_MILLIS, 0L);
    }

    /** What the ledger knows now, and what is to be done about it. */
    void recall(Exchange exchange) throws IOException {
        AtlasRestore before = AtlasRestore.of(exchange);
        AtlasRestore restore =
                before.recalled(ledgers.open().find(before.request().requestId()), clock.instant());
        RestoreFingerprint.check(restore, json);
        restore.carry(exchange);
        boolean open = restore.last().isEmpty();
        boolean search = open;
        if (restore.last().isPresent()) {
            LedgerStep last = restore.last().get();
            if (last instanceof LedgerStep.Refused refused) {
                unknown(exchange, false);
                throw again(refused.refusal());
            }
            // Seen before and still the same: a pause lies between, and nobody else has gone on.
            boolean due = before.entry().equals(restore.entry());
            search = last instanceof LedgerStep.Intent || last instanceof LedgerStep.Waiting && due;
            open = search || last instanceof LedgerStep.Waiting;
            unknown(exchange, !(last instanceof LedgerStep.Waiting));
        }
        exchange.setVariable(Variables.RESTORE_WANTED, open);
        exchange.setVariable(Variables.RESTORE_SEARCH, search);
        exchange.setVariable(Variables.RESTORE_TO_ASK_FOR, false);
        if (open && !search) {
            pause(exchange);
        }
    }

    /** Body in: all restores of the source. */
    void recognise(Exchange exchange) throws IOException {
        AtlasRestore restore = AtlasRestore.of(exchange);
        List<RestoreJob> all = Exchanges.listBody(exchange, RestoreJob.class);
        List<RestoreJob> ours = all.stream().filter(restore::mayBe).toList();
        if (restore.last().orElse(null) instanceof LedgerStep.Intent intent) {
            look(exchange, restore, intent, ours);
            return;
        }
        Optional<RestoreJob> other =
                all.stream().filter(job -> job.occupies(restore.target())).findFirst();
        if (other.isPresent()) {
            guards.inTime(restore.request());
            waitFor(exchange, restore, "restore job " + other.get().id() + " writes to the target");
            pause(exchange);
            return;
        }
        restore.knowing(ours.stream().map(RestoreJob::id).collect(Collectors.toSet()))
                .carry(exchange);
        exchange.setVariable(Variables.RESTORE_TO_ASK_FOR, true);
    }

    /** Somebody has sent the request, or was about to, and nobody has written down what came of it. */
    private void look(Exchange exchange, AtlasRestore restore, LedgerStep.Intent intent, List<RestoreJob> ours)
            throws IOException {
        List<RestoreJob> appeared = ours.stream()
                .filter(job -> !intent.knownBefore().contains(job.id()))
                .toList();
        if (appeared.size() == 1) {
            append(restore, new LedgerStep.Made(clock.instant(), appeared.get(0).id()));
            exchange.setVariable(Variables.RESTORE_PAUSE_MILLIS, 0L);
            return;
        }
        boolean overdue = clock.instant().isAfter(restore.since().plus(patience(restore.request())));
        if (overdue || appeared.size() > 1) {
            throw unknown(restore, appeared);
        }
        pause(exchange);
    }

    /** The last look before the ledger says that Atlas is asked. */
    void prepare(Exchange exchange) {
        AtlasRestore restore = AtlasRestore.of(exchange);
        guards.inTime(restore.request());
        exchange.setVariable(Variables.RESTORE_UNTOLD, !restore.told());
        restore.announced().carry(exchange);
    }

    void noteIntent(Exchange exchange) throws IOException {
        AtlasRestore restore = AtlasRestore.of(exchange);
        boolean won = append(restore, new LedgerStep.Intent(clock.instant(), restore.known()));
        exchange.setVariable(Variables.RESTORE_TO_ASK_FOR, won);
        if (won) {
            unknown(exchange, true);
            AtlasRestoreOrder.tell(exchange, "asking Atlas, which wipes " + restore.target() + " now");
            exchange.getMessage().setBody(restore.call());
        }
    }

    void readJob(Exchange exchange) {
        RestoreJob job = RestoreReplies.job(Exchanges.kind(exchange), Exchanges.body(exchange, JsonNode.class));
        AtlasRestore.of(exchange).made(job).carry(exchange);
        RestoreAbout.carried(exchange)
                .ifPresent(about -> about.withJob(job.id()).carry(exchange));
    }

    /** Only Atlas's answers come here, not those of the ledger's store, which may look alike. */
    void judgeRefusal(Exchange exchange) throws IOException {
        OffsiteException why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        AtlasRestore restore = AtlasRestore.of(exchange);
        exchange.setVariable(Variables.RESTORE_PAUSE_MILLIS, 0L);
        if (JobHints.neverSent(why)) {
            waiting(exchange, restore, why);
            throw why;
        }
        if (!JobHints.refused(why)) {
            LOG.warn("{}; nobody knows whether it restores, so its jobs are looked through", why.getMessage());
            AtlasRestoreOrder.tell(exchange, why.getMessage() + "; looking whether it restores all the same");
        } else if (why.retryable()) {
            waitFor(exchange, restore, why.getMessage());
            waiting(exchange, restore, why);
        } else {
            LedgerStep.Refusal refusal = LedgerStep.Refusal.of(why);
            ledgers.open()
                    .append(
                            restore.asked().orElseThrow(),
                            restore.next() + 1,
                            new LedgerStep.Refused(clock.instant(), refusal));
            unknown(exchange, false);
            throw again(refusal);
        }
    }

    private static void waitFor(Exchange exchange, AtlasRestore restore, String why) {
        String sentence = why + "; waiting, until " + restore.request().notAfter();
        LOG.info(sentence);
        AtlasRestoreOrder.tell(exchange, sentence);
    }

    private void waiting(Exchange exchange, AtlasRestore restore, OffsiteException why) throws IOException {
        ledgers.open()
                .append(
                        restore.asked().orElseThrow(),
                        restore.next() + 1,
                        new LedgerStep.Waiting(clock.instant(), why.getMessage()));
        unknown(exchange, false);
    }

    void noteJob(Exchange exchange) throws IOException {
        AtlasRestore restore = AtlasRestore.of(exchange);
        if (restore.job().isEmpty()) {
            return;
        }
        String job = restore.job().get().id();
        LedgerStep.Made made = new LedgerStep.Made(clock.instant(), job);
        if (!ledgers.open().append(restore.asked().orElseThrow(), restore.next() + 1, made)) {
            LOG.info("job {} was found in Atlas by somebody else first", job);
        }
        exchange.setVariable(Variables.RESTORE_PAUSE_MILLIS, 0L);
    }

    private boolean append(AtlasRestore restore, LedgerStep step) throws IOException {
        return ledgers.open().append(restore.asked().orElseThrow(), restore.next(), step);
    }

    private void pause(Exchange exchange) {
        AtlasRestore restore = AtlasRestore.of(exchange);
        AtlasAccess.Poll poll = sites.named(restore.request().atlas()).access().poll();
        exchange.setVariable(Variables.RESTORE_PAUSE_MILLIS, restore.pause().toMillis());
        restore.pausing(Download.next(restore.pause(), poll)).carry(exchange);
    }

    /** How long a living process may need to hear of Atlas's answer and to write it down, and Atlas to list the job. */
    private Duration patience(AtlasRestoreRequest request) {
        AtlasAccess access = sites.named(request.atlas()).access();
        return access.connectTimeout().plus(access.responseTimeout().multipliedBy(2));
    }

    private static void unknown(Exchange exchange, boolean nobodyKnows) {
        RestoreAbout.carried(exchange)
                .ifPresent(about -> about.withUnknownOutcome(nobodyKnows).carry(exchange));
    }

    private static OffsiteException unknown(AtlasRestore restore, List<RestoreJob> appeared) {
        Set<String> ids = appeared.stream().map(RestoreJob::id).collect(Collectors.toSet());
        String found = appeared.isEmpty() ? "Atlas lists no job for it" : "Atlas lists several jobs for it: " + ids;
        return OffsiteException.because(
                        Reason.ATLAS_UNAVAILABLE,
                        "nobody knows whether request " + restore.request().requestId() + " restores to "
                                + restore.target() + ": it was, or was about to be, sent to Atlas, and " + found)
                .hint("look at the target in Atlas; the same request again only looks again and never asks twice, a new"
                        + " restore needs another requestId")
                .retryable(true)
                .build();
    }

    private static OffsiteException again(LedgerStep.Refusal refusal) {
        return OffsiteException.because(refusal.reason(), refusal.summary())
                .answer(refusal.status(), refusal.code())
                .hint(refusal.hint() + "; this request is spent, ask again under another requestId")
                .build();
    }
}
