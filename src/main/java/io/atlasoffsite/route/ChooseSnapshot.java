package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.plan.Plan;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** The step that decides which snapshot a copy is of. Thread safe. */
final class ChooseSnapshot {

    private final Clock clock;

    ChooseSnapshot(Clock clock) {
        this.clock = clock;
    }

    void choose(Exchange exchange) {
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        Object found = exchange.getVariable(Variables.SNAPSHOTS);
        Snapshot chosen =
                found instanceof Snapshot named ? usable(named, clock.instant()) : latest(task, snapshots(found));
        Exchanges.carry(exchange, task.of(chosen));
        exchange.getMessage().setHeader(Headers.SNAPSHOT_ID, chosen.id());
        exchange.getMessage().setHeader(Headers.KIND, chosen.kind().code());
        exchange.removeVariable(Variables.SNAPSHOTS);
    }

    /** A snapshot that was named, if Atlas can still do something with it. */
    static Snapshot usable(Snapshot named, Instant now) {
        if (named.expired(now)) {
            throw expired(named);
        }
        if (!named.completed()) {
            throw OffsiteException.because(
                            Reason.CONFLICT,
                            "snapshot " + named.id() + " is not completed, Atlas says " + named.status())
                    .hint("try again when Atlas has finished the snapshot")
                    .retryable(true)
                    .build();
        }
        return named;
    }

    private Snapshot latest(CopyTask task, List<Snapshot> snapshots) {
        Instant now = clock.instant();
        return eligible(task.plan(), snapshots, now)
                .max(Comparator.comparing(snapshot -> snapshot.takenAt().orElseThrow()))
                .orElseThrow(() -> none(task.plan(), snapshots.size()));
    }

    /** The snapshots a plan may copy without naming them. */
    static Stream<Snapshot> eligible(Plan plan, List<Snapshot> snapshots, Instant now) {
        return snapshots.stream()
                .filter(Snapshot::completed)
                .filter(snapshot -> plan.allowFallback() || !snapshot.fallback())
                .filter(snapshot -> !snapshot.expired(now));
    }

    static OffsiteException none(Plan plan, int listed) {
        return OffsiteException.because(
                        Reason.NOT_FOUND,
                        "cluster " + plan.cluster() + " has no completed snapshot to copy (Atlas lists " + listed + ")")
                .hint("see offsite snapshots; a new cluster has its first snapshot within a day")
                .retryable(true)
                .build();
    }

    private static OffsiteException expired(Snapshot named) {
        return OffsiteException.because(Reason.SNAPSHOT_EXPIRED, "snapshot " + named.id() + " has expired in Atlas")
                .hint("copy a newer snapshot; offsite snapshots lists them")
                .build();
    }

    static List<Snapshot> snapshots(Object found) {
        if (found instanceof List<?> list) {
            return list.stream().map(Snapshot.class::cast).toList();
        }
        throw new IllegalStateException("no snapshots were listed");
    }
}
