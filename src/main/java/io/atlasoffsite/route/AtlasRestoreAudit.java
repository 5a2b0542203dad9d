package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.ops.AuditLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps that write down who had Atlas wipe what, and what became of it. Thread safe. */
final class AtlasRestoreAudit {

    private static final String ACTION = "restore-in-atlas";
    private static final Logger LOG = LoggerFactory.getLogger(AtlasRestoreAudit.class);

    private final AuditLog log;

    AtlasRestoreAudit(AuditLog log) {
        this.log = log;
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
            tell(line(exchange, unknown ? "unknown" : "failed", Optional.of(reason.code())));
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

    private static AuditLog.Line line(Exchange exchange, String outcome, Optional<String> reason) {
        AtlasRestoreRequest request = AtlasRestore.of(exchange).request();
        Map<String, String> subject = new LinkedHashMap<>();
        subject.put("source", request.project() + "/" + request.cluster());
        subject.put("target", request.target().toString());
        RestoreAbout.carried(exchange).ifPresent(about -> {
            subject.put("snapshotId", about.subject().what());
            about.jobId().ifPresent(job -> subject.put("jobId", job));
        });
        return new AuditLog.Line(ACTION, Asker.of(exchange), request.requestId(), subject, outcome, reason);
    }
}
