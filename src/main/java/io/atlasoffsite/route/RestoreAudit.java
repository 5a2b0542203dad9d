package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.message.RestoreRequests;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that write down who asked for an offsite restore and what became of it. What was written down also tells a request that comes
 * again: it means the same copy, and an id that comes with another request is refused. Thread safe.
 */
final class RestoreAudit {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreAudit.class);
    private static final String ACTION = "restore";
    private static final String LINE = "OffsiteAuditLine";
    private static final String COPY = "copyId";
    private static final String REQUEST = "requestSha256";

    private final AuditLog log;
    private final RestoreRequests requests;

    RestoreAudit(AuditLog log, Json json) {
        this.log = log;
        this.requests = new RestoreRequests(json);
    }

    /** The copy a request meant when it was asked for first. */
    Optional<CopyId> askedBefore(RestoreRequest request) {
        Optional<Map<String, String>> before = log.asked(ACTION, request.requestId());
        if (before.isPresent() && !fingerprint(request).equals(before.get().get(REQUEST))) {
            throw OffsiteException.because(
                            Reason.CONFLICT, "another restore was asked for under the id " + request.requestId())
                    .hint("give each request an id of its own")
                    .build();
        }
        return before.map(line -> line.getOrDefault(COPY, "")).flatMap(CopyId::parse);
    }

    /** Before anything is written. */
    void noteAsked(Exchange exchange) {
        RestoreWork work = RestoreWork.of(exchange);
        RestoreRequest request = work.order().request();
        Map<String, String> subject = new LinkedHashMap<>();
        subject.put(COPY, work.task().copy().toString());
        subject.put("into", work.task().into().toString());
        subject.put(REQUEST, fingerprint(request));
        String asker = work.order().asker().orElseGet(() -> Asker.of(exchange));
        AuditLog.Line line =
                new AuditLog.Line(ACTION, asker, request.requestId(), subject, AuditLog.Line.ASKED, Optional.empty());
        log.write(line);
        exchange.setProperty(LINE, line);
    }

    /** Body in: the {@link RestoreResult}; it stays. */
    void noteRestored(Exchange exchange) {
        RestoreResult result = Exchanges.body(exchange, RestoreResult.class);
        log.write(line(exchange).ended(result.outcome().word(), Optional.empty()));
    }

    /** Throws the failure again; one that only says that this process is going down is no outcome. */
    void noteFailed(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (!Failures.interrupted(failure)) {
            String reason = Failures.reason(failure).code();
            try {
                log.write(line(exchange).ended("failed", Optional.of(reason)));
            } catch (OffsiteException unwritable) {
                LOG.error("that a restore failed could not be written down: {}", unwritable.getMessage());
            }
        }
        throw failure;
    }

    private static AuditLog.Line line(Exchange exchange) {
        return exchange.getProperty(LINE, AuditLog.Line.class);
    }

    private String fingerprint(RestoreRequest request) {
        return Sha256.hex(requests.write(request).getBytes(StandardCharsets.UTF_8));
    }
}
