package io.atlasoffsite.route;

import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.ClusterState;
import io.atlasoffsite.atlas.RestoreCalls;
import io.atlasoffsite.atlas.RestoreJob;
import io.atlasoffsite.message.AtlasRestoreRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * How far one exchange has come with a restore in Atlas, kept in a variable of it. Immutable and thread safe.
 *
 * @param request what is asked for
 * @param source what Atlas says of the cluster the snapshot is of; empty until it was asked
 * @param asked what the request turned out to mean; empty until that is known
 * @param entry the ledger's entry as last read; empty while there is none
 * @param since when this exchange first saw that entry's last step
 * @param pause the next pause
 * @param until when this exchange stops following
 * @param known the jobs for this snapshot and target there are before it is asked for
 * @param job the job that was made just now
 * @param told whether it was written down and announced that a restore begins
 */
record AtlasRestore(
        AtlasRestoreRequest request,
        Optional<ClusterState> source,
        Optional<RestoreLedger.Asked> asked,
        Optional<RestoreLedger.Entry> entry,
        Instant since,
        Duration pause,
        Instant until,
        Set<String> known,
        Optional<RestoreJob> job,
        boolean told) {

    private static final String VARIABLE = "offsiteAtlasRestore";

    /** Copies the set. */
    AtlasRestore {
        known = Set.copyOf(known);
    }

    static AtlasRestore begin(AtlasRestoreRequest request, Instant now, Duration pause, Instant until) {
        return new AtlasRestore(
                request,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                pause,
                until,
                Set.of(),
                Optional.empty(),
                false);
    }

    AtlasRestore from(ClusterState cluster) {
        return new AtlasRestore(request, Optional.of(cluster), asked, entry, since, pause, until, known, job, told);
    }

    AtlasRestore meaning(RestoreLedger.Asked meant) {
        return new AtlasRestore(request, source, Optional.of(meant), entry, since, pause, until, known, job, told);
    }

    /** With what the ledger says now; the clock of waiting starts anew when that is more than before. */
    AtlasRestore recalled(Optional<RestoreLedger.Entry> found, Instant now) {
        Instant seen = found.equals(entry) ? since : now;
        Optional<RestoreLedger.Asked> meant =
                found.map(RestoreLedger.Entry::asked).or(() -> asked);
        return new AtlasRestore(request, source, meant, found, seen, pause, until, known, Optional.empty(), told);
    }

    AtlasRestore knowing(Set<String> jobs) {
        return new AtlasRestore(request, source, asked, entry, since, pause, until, jobs, job, told);
    }

    AtlasRestore made(RestoreJob fresh) {
        return new AtlasRestore(request, source, asked, entry, since, pause, until, known, Optional.of(fresh), told);
    }

    AtlasRestore pausing(Duration next) {
        return new AtlasRestore(request, source, asked, entry, since, next, until, known, job, told);
    }

    AtlasRestore announced() {
        return new AtlasRestore(request, source, asked, entry, since, pause, until, known, job, true);
    }

    /** The last step of the entry. */
    Optional<LedgerStep> last() {
        return entry.map(RestoreLedger.Entry::last);
    }

    /** The number of the step that comes next. */
    int next() {
        return entry.map(RestoreLedger.Entry::number).orElse(0) + 1;
    }

    RestoreJob.Target target() {
        return new RestoreJob.Target(
                request.target().project(), request.target().cluster());
    }

    /** Whether a job may be the one that was asked for. */
    boolean mayBe(RestoreJob candidate) {
        return candidate.answers(asked.orElseThrow().snapshotId(), second(), target());
    }

    private OptionalLong second() {
        if (!(request.choice() instanceof AtlasRestoreRequest.PointInTime point)) {
            return OptionalLong.empty();
        }
        return point.moment() instanceof AtlasRestoreRequest.Oplog oplog
                ? OptionalLong.of(oplog.oplogTs())
                : OptionalLong.of(
                        ((AtlasRestoreRequest.At) point.moment()).instant().getEpochSecond());
    }

    /** The one call that has Atlas do it. */
    AtlasCall call() {
        RestoreLedger.Asked meant = asked.orElseThrow();
        RestoreJob.Source from = new RestoreJob.Source(meant.kind(), request.project(), request.cluster());
        AtlasCall call = meant.snapshotId()
                .map(snapshot -> RestoreCalls.ofSnapshot(from, snapshot, target()))
                .orElseGet(() -> ofMoment(from));
        return call.notAfter(request.notAfter());
    }

    private AtlasCall ofMoment(RestoreJob.Source from) {
        AtlasRestoreRequest.Moment moment = ((AtlasRestoreRequest.PointInTime) request.choice()).moment();
        if (moment instanceof AtlasRestoreRequest.Oplog oplog) {
            return RestoreCalls.ofOplog(from, oplog.oplogTs(), oplog.oplogInc(), target());
        }
        return RestoreCalls.ofMoment(from, ((AtlasRestoreRequest.At) moment).instant(), target());
    }

    void carry(Exchange exchange) {
        exchange.setVariable(VARIABLE, this);
    }

    static AtlasRestore of(Exchange exchange) {
        return Exchanges.variable(exchange, VARIABLE, AtlasRestore.class);
    }
}
