package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.ops.AuditLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps that write down who had Atlas wipe what, and what became of it. Thread safe. */
final class AtlasRestoreAudit {

    private static final String ACTION = "restore-in-atlas";
    private static final String JOB = "jobId";
    private static final String NONE = "none";
    private static final Logger LOG = LoggerFactory.getLogger(AtlasRestoreAudit.class);

    /** Between its line and its request to Atlas no exchange takes so long. */
    private static final Duration AT_WORK = Duration.ofMinutes(10);

    private final AuditLog log;
    private final Clock clock;
    private final Instant started;

    AtlasRestoreAudit(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
        this.started = clock.instant();
    }

    /**
     * Whoever wrote that it asks, and not that there is no job, may have left one: so nobody may say that nothing happened. One
     * of this very process may only just be about to ask; the ledger keeps it and the present exchange apart.
     */
    void remember(Exchange exchange) {
        Instant old = clock.instant().minus(AT_WORK);
        List<Map<String, String>> lines =
                log.lines(ACTION, AtlasRestore.of(exchange).request().requestId());
        long asked = lines.stream()
                .filter(line -> AuditLog.Line.ASKED.equals(line.get("outcome")))
                .map(line -> Instant.parse(line.get("time")))
                .filter(time -> time.isBefore(started) || time.isBefore(old))
                .count();
        long over = lines.stream().filter(line -> NONE.equals(line.get(JOB))).count();
        RestoreAbout.carried(exchange)
                .ifPresent(about -> about.withUnknownOutcome(asked > over).carry(exchange));
    }

    /** Before Atlas is asked: what cannot be written down is not done. */
    void noteAsked(Exchange exchange) {
        log.write(line(exchange, AuditLog.Line.ASKED, Optional.empty()));
    }

    /** Body in: the {@link RestoreResult}; it stays. Atlas has restored: a line that cannot be written makes that no failure. */
    void noteRestored(Exchange exchange) {
        String word = Exchanges.body(exchange, RestoreResult.class).outcome().word();
        tell(line(exchange, word, Optional.empty()));
    }

    /** Throws the failure again; one that only says that this process is going down is no outcome. */
    void noteFailed(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (!Failures.interrupted(failure)) {
            Reason reason = Failures.reason(failure);
            boolean unknown =
                    RestoreAbout.carried(exchange).filter(RestoreAbout::unknown).isPresent();
            AuditLog.Line line = line(exchange, unknown ? "unknown" : "failed", Optional.of(reason.code()));
            tell(unknown || !AtlasRestore.of(exchange).told() ? line : withoutJob(line));
        }
        throw failure;
    }

    private void tell(AuditLog.Line line) {
        try {
            log.write(line);
        } catch (OffsiteException unwritable) {
            LOG.error("how a restore in Atlas ended could not be written down: {}", unwritable.getMessage());
        }
    }

    /** The failure of an exchange that has written that it asks. */
    private static AuditLog.Line withoutJob(AuditLog.Line line) {
        Map<String, String> subject = new LinkedHashMap<>(line.subject());
        subject.putIfAbsent(JOB, NONE);
        return new AuditLog.Line(line.action(), line.who(), line.requestId(), subject, line.outcome(), line.reason());
    }

    private static AuditLog.Line line(Exchange exchange, String outcome, Optional<String> reason) {
        AtlasRestoreRequest request = AtlasRestore.of(exchange).request();
        Map<String, String> subject = new LinkedHashMap<>();
        subject.put("source", request.project() + "/" + request.cluster());
        subject.put("target", request.target().toString());
        RestoreAbout.carried(exchange).ifPresent(about -> {
            subject.put("snapshotId", about.subject().what());
            about.jobId().ifPresent(job -> subject.put(JOB, job));
        });
        return new AuditLog.Line(ACTION, Asker.of(exchange), request.requestId(), subject, outcome, reason);
    }
}
