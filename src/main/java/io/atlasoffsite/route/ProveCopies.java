package io.atlasoffsite.route;

import io.atlasoffsite.ops.Spans;
import io.atlasoffsite.restore.CopyProver;
import io.atlasoffsite.restore.SideBySide;
import io.atlasoffsite.restore.Verdict;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.DamageReport;
import io.atlasoffsite.store.DamageReports;
import io.atlasoffsite.store.Finding;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step that proves stored copies, several side by side, and writes down at once what it finds, so that a verification that is
 * interrupted after hours has not been for nothing. Thread safe.
 */
final class ProveCopies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProveCopies.class);

    private final Stores stores;
    private final CopyProver prover;
    private final SideBySide places;
    private final Spans spans;
    private final Clock clock;
    private final String tool;

    ProveCopies(Stores stores, CopyProver prover, int concurrent, Spans spans, Clock clock, String tool) {
        this.stores = stores;
        this.prover = prover;
        this.places = new SideBySide("offsite-verify", concurrent);
        this.spans = spans;
        this.clock = clock;
        this.tool = tool;
    }

    /** Body in: a {@link VerifyTask}; body out: a {@link Verification}. */
    void prove(Exchange exchange) throws InterruptedException {
        VerifyTask task = Exchanges.body(exchange, VerifyTask.class);
        Spans.Place here = LogIds.here(spans);
        List<Verdict> verdicts = places.each(task.chosen(), chosen -> prove(chosen, task, here)).stream()
                .flatMap(Optional::stream)
                .toList();
        exchange.getMessage().setBody(new Verification(verdicts, task.unread()));
    }

    private Optional<Verdict> prove(VerifyTask.Chosen chosen, VerifyTask task, Spans.Place here)
            throws InterruptedException {
        Spans.Scope there = here.enter();
        try (there;
                Spans.Span span = spans.begin("offsite-verify")
                        .with("offsite.store", chosen.store())
                        .with(About.COPY, chosen.copy().toString())
                        .with("offsite.bytes", chosen.bytes())) {
            Optional<Verdict> verdict = prove(chosen, task);
            verdict.ifPresent(
                    found -> span.with("offsite.outcome", found.outcome().word()));
            span.done();
            return verdict;
        }
    }

    private Optional<Verdict> prove(VerifyTask.Chosen chosen, VerifyTask task) throws InterruptedException {
        try {
            ArchiveStore store = stores.open(chosen.store());
            Optional<Verdict> verdict = prover.prove(store, chosen.copy(), chosen.bytes(), task.tally());
            if (verdict.isEmpty()) {
                LOG.info("copy {} went from store {} before it was verified", chosen.copy(), chosen.store());
                return verdict;
            }
            return Optional.of(writtenDown(store, verdict.get()));
        } catch (IOException failure) {
            // Only opening a store fails like this, and that was done before.
            throw Failures.typed(failure);
        }
    }

    /** What cannot be written down, in a store that may only be read, changes nothing about the verdict. */
    private Verdict writtenDown(ArchiveStore store, Verdict verdict) throws InterruptedException {
        try {
            return switch (verdict.outcome()) {
                case DAMAGED -> noted(store, verdict);
                case WHOLE -> forgotten(store, verdict);
                case UNAVAILABLE, NEWER -> verdict;
            };
        } catch (IOException failure) {
            if (Failures.interrupted(failure)) {
                throw (InterruptedException)
                        new InterruptedException("the verification was interrupted").initCause(failure);
            }
            LOG.error(
                    "store {}: what was found about copy {} could not be written down: {}",
                    store.name(),
                    verdict.copyId(),
                    failure.getMessage());
            return verdict;
        }
    }

    private Verdict noted(ArchiveStore store, Verdict verdict) throws IOException {
        if (verdict.lacksManifest()) {
            // No copy, or not yet: nothing of ours belongs into such a folder.
            return verdict;
        }
        DamageReport report =
                new DamageReport(verdict.copyId(), verdict.seal(), clock.instant(), tool, verdict.damage());
        if (new DamageReports(store).note(report)) {
            LOG.info(
                    "store {}: copy {} is damaged: {}",
                    store.name(),
                    verdict.copyId(),
                    verdict.damage().stream().map(Finding::toString).toList());
        }
        return verdict;
    }

    private static Verdict forgotten(ArchiveStore store, Verdict verdict) throws IOException {
        if (!new DamageReports(store).forget(verdict.copyId())) {
            return verdict;
        }
        LOG.info("store {}: copy {} was damaged and is whole again", store.name(), verdict.copyId());
        return verdict.repaired();
    }

    @Override
    public void close() {
        places.close();
        prover.close();
    }
}
