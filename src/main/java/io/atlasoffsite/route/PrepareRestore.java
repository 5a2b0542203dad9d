package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ClusterState;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RestoreRequests;
import io.atlasoffsite.message.RestoreSubject;
import io.atlasoffsite.plan.RestoreConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The first steps of the route {@code offsite-restore-in-atlas}: what is asked, whether it may be, which snapshot it means, and
 * whether the target can take it. Thread safe.
 */
final class PrepareRestore {

    /** How long one exchange follows a restore: as long as a copy without a plan waits for Atlas. */
    static final Duration PATIENCE = Duration.ofHours(6);

    private final RestoreConfig config;
    private final AtlasSites sites;
    private final RestoreGuards guards;
    private final Ledgers ledgers;
    private final Json json;
    private final Clock clock;

    PrepareRestore(
            RestoreConfig config, AtlasSites sites, RestoreGuards guards, Ledgers ledgers, Json json, Clock clock) {
        this.config = config;
        this.sites = sites;
        this.guards = guards;
        this.ledgers = ledgers;
        this.json = json;
        this.clock = clock;
    }

    /** Opens the ledger when it is needed. */
    @FunctionalInterface
    interface Ledgers {
        RestoreLedger open() throws IOException;
    }

    /** Body in: text, bytes, a map, an {@link AtlasRestoreRequest} or an {@link AtlasRestoreOrder}. */
    void begin(Exchange exchange) throws IOException {
        AtlasRestoreRequest request = request(exchange);
        RestoreAbout.begun(request.requestId(), subject(request, Optional.empty()), request.context())
                .carry(exchange);
        ReplyAddress.choose(exchange, config, request.replyTo());
        Instant now = clock.instant();
        Duration first = sites.named(request.atlas()).access().poll().first();
        AtlasRestore begun = AtlasRestore.begin(request, now, first, now.plus(PATIENCE));
        begun.carry(exchange);
    }

    /** Refuses what the ledger, offsite.yaml or the request itself speak against. */
    void guard(Exchange exchange) throws IOException {
        AtlasRestore begun = AtlasRestore.of(exchange);
        AtlasRestoreRequest request = begun.request();
        Instant now = clock.instant();
        RestoreLedger ledger = ledgers.open();
        AtlasRestore recalled = begun.recalled(ledger.find(request.requestId()), now);
        refuseForgotten(exchange, recalled);
        RestoreFingerprint.check(recalled, json);
        // Once Atlas may have been asked, refusing would hide what became of it.
        boolean mayAsk = recalled.last().isEmpty() || recalled.last().get() instanceof LedgerStep.Waiting;
        if (mayAsk) {
            guards.check(request);
            ledger.refuseUnfit();
        }
        recalled.carry(exchange);
        exchange.setVariable(Variables.RESTORE_NEW, recalled.entry().isEmpty());
        aimAtSource(exchange);
    }

    /** An empty ledger may be a disk that is not mounted; the audit log is another memory. */
    private static void refuseForgotten(Exchange exchange, AtlasRestore recalled) {
        RestoreAbout about = RestoreAbout.carried(exchange).orElseThrow();
        if (about.unknown() && recalled.entry().isEmpty()) {
            throw RestoreGuards.refused("request " + about.requestId()
                            + " was asked of Atlas before, says the audit log, but the ledger knows nothing of it")
                    .hint(
                            "look at the target in Atlas, and whether restore.inAtlas.ledger is the store of before and is"
                                    + " mounted; a new restore needs another requestId")
                    .retryable(true)
                    .build();
        }
        about.withUnknownOutcome(false).carry(exchange);
    }

    void aimAtSource(Exchange exchange) {
        AtlasRestore restore = AtlasRestore.of(exchange);
        aim(exchange, restore.request().project(), restore.request().cluster());
        restore.asked()
                .ifPresent(asked -> exchange.getMessage()
                        .setHeader(Headers.KIND, asked.kind().code()));
    }

    void aimAtTarget(Exchange exchange) {
        AtlasRestoreRequest.Target target = AtlasRestore.of(exchange).request().target();
        aim(exchange, target.project(), target.cluster());
    }

    /** What kind the cluster is, is asked in any case: a request that takes it for another one must not get through. */
    private static void aim(Exchange exchange, String project, String cluster) {
        AtlasRestoreRequest request = AtlasRestore.of(exchange).request();
        Message message = exchange.getMessage();
        message.setBody(null);
        message.setHeader(Headers.REQUEST_ID, request.requestId());
        message.setHeader(Headers.ATLAS, request.atlas());
        message.setHeader(Headers.PROJECT, project);
        message.setHeader(Headers.CLUSTER, cluster);
        message.setHeader(Headers.KIND, "auto");
        message.removeHeader(Headers.SNAPSHOT_ID);
    }

    /** Body in: what Atlas says of the source. */
    void noteSource(Exchange exchange) {
        ClusterState source = Exchanges.body(exchange, ClusterState.class);
        AtlasRestore restore = AtlasRestore.of(exchange);
        AtlasRestoreRequest request = restore.request();
        RestoreGuards.sameKind(request, source.kind());
        RestoreGuards.possible(request, source.kind());
        restore.from(source).carry(exchange);
        exchange.setVariable(Variables.RESTORE_NEWEST, request.choice() instanceof AtlasRestoreRequest.Newest);
        if (request.choice() instanceof AtlasRestoreRequest.OfSnapshot one) {
            exchange.getMessage().setHeader(Headers.SNAPSHOT_ID, one.snapshotId());
        }
        exchange.removeVariable(Variables.SNAPSHOTS);
    }

    /** In the variable for snapshots: the one that is named, or all, or nothing for a moment. */
    void chooseSnapshot(Exchange exchange) {
        AtlasRestore restore = AtlasRestore.of(exchange);
        AtlasRestoreRequest request = restore.request();
        ClusterState source = restore.source().orElseThrow();
        Optional<Snapshot> chosen = chosen(exchange, request);
        Optional<String> id = chosen.map(Snapshot::id);
        RestoreLedger.Asked asked =
                new RestoreLedger.Asked(request.requestId(), RestoreFingerprint.of(request, json), source.kind(), id);
        restore.meaning(asked).carry(exchange);
        RestoreAbout.carried(exchange)
                .map(about -> about.of(subject(request, id)))
                .ifPresent(about -> about.carry(exchange));
        exchange.setVariable(
                Variables.RESTORE_VERSION,
                chosen.map(Snapshot::mongodbVersion)
                        .filter(version -> !version.isEmpty())
                        .orElse(source.version()));
        exchange.removeVariable(Variables.SNAPSHOTS);
    }

    private Optional<Snapshot> chosen(Exchange exchange, AtlasRestoreRequest request) {
        Object found = exchange.getVariable(Variables.SNAPSHOTS);
        if (found instanceof Snapshot named) {
            return Optional.of(ChooseSnapshot.usable(named, clock.instant()));
        }
        return found == null ? Optional.empty() : Optional.of(newest(ChooseSnapshot.snapshots(found), request));
    }

    private Snapshot newest(List<Snapshot> snapshots, AtlasRestoreRequest request) {
        return snapshots.stream()
                .filter(Snapshot::completed)
                .filter(snapshot -> !snapshot.fallback() && !snapshot.expired(clock.instant()))
                .max(Comparator.comparing(snapshot -> snapshot.takenAt().orElseThrow()))
                .orElseThrow(() -> OffsiteException.because(
                                Reason.NOT_FOUND,
                                "cluster " + request.cluster() + " has no completed snapshot to restore (Atlas lists "
                                        + snapshots.size() + ")")
                        .hint("see offsite snapshots; one that Atlas marks as fallback has to be named")
                        .build());
    }

    /** Body in: what Atlas says of the target. */
    void judgeTarget(Exchange exchange) {
        AtlasRestore restore = AtlasRestore.of(exchange);
        TargetGuard.check(
                Exchanges.body(exchange, ClusterState.class),
                restore.source().orElseThrow(),
                Exchanges.variable(exchange, Variables.RESTORE_VERSION, String.class),
                restore.target());
    }

    void judgeMissingTarget(Exchange exchange) {
        OffsiteException why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        throw why.reason() == Reason.NOT_FOUND
                ? TargetGuard.missing(AtlasRestore.of(exchange).target(), why)
                : why;
    }

    static RestoreSubject.InAtlas subject(AtlasRestoreRequest request, Optional<String> snapshot) {
        return new RestoreSubject.InAtlas(
                snapshot.or(request::snapshotId).orElse(""),
                request.target().project(),
                request.target().cluster());
    }

    private AtlasRestoreRequest request(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof AtlasRestoreRequest request) {
            return request;
        }
        if (body instanceof AtlasRestoreOrder order) {
            order.carry(exchange);
            return order.request();
        }
        RestoreRequests requests = new RestoreRequests(json);
        if (body instanceof Map<?, ?> map) {
            return requests.parseInAtlas(json.bytes(map));
        }
        return requests.parseInAtlas(Exchanges.bytes(exchange.getMessage()));
    }
}
