package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.message.Outcome;
import io.atlasoffsite.ops.FreshnessBoard;
import io.atlasoffsite.ops.RecentOutcomes;
import io.atlasoffsite.ops.UncopiedSnapshots;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.Manifest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Notes for whoever watches how each copy ends in each store, once. Thread safe. */
final class Tally {

    private static final String MARK = "OffsiteTally";

    private final OffsiteConfig config;
    private final Watch watch;
    private final Clock clock;

    Tally(OffsiteConfig config, Watch watch, Clock clock) {
        this.config = config;
        this.watch = watch;
        this.clock = clock;
        config.plans()
                .values()
                .forEach(plan -> plan.stores()
                        .forEach(store -> watch.meters()
                                .expect(
                                        plan.name(),
                                        store,
                                        Arrays.stream(Outcome.values()).map(Outcome::word))));
    }

    /** A copy was taken up. When its exchange ends without {@link #ended}, it has failed. */
    void begun(Exchange exchange) {
        Mark mark = new Mark();
        exchange.setProperty(MARK, mark);
        exchange.getExchangeExtension().addOnCompletion(mark);
    }

    /** It is known which stores lack the snapshot. */
    void wanted(CopyTask task) {
        if (task.plan().isAdHoc()) {
            return;
        }
        Optional<Instant> expires =
                task.pending().isEmpty() ? Optional.empty() : task.chosen().expiresAt();
        UncopiedSnapshots.Place place = place(task.plan());
        String snapshot = task.chosen().id();
        boolean onlyOne = task.plan().snapshot() == Plan.SnapshotChoice.LATEST
                && task.request().snapshotId().isEmpty();
        if (onlyOne) {
            watch.uncopied().are(place, expires.map(at -> Map.of(snapshot, at)).orElse(Map.of()));
        } else {
            expires.ifPresent(at -> watch.uncopied().add(place, snapshot, at));
        }
        watch.meters().refresh();
    }

    /** It is known which of a cluster's snapshots stores lack. */
    void missing(Plan plan, List<Snapshot> snapshots) {
        watch.uncopied()
                .are(
                        place(plan),
                        snapshots.stream()
                                .filter(snapshot -> snapshot.expiresAt().isPresent())
                                .collect(Collectors.toMap(
                                        Snapshot::id,
                                        snapshot -> snapshot.expiresAt().orElseThrow())));
        watch.meters().refresh();
    }

    /** Every store has the copy, or was given up. */
    void ended(Exchange exchange, CopyTask task) {
        if (exchange.removeProperty(MARK) instanceof Mark mark) {
            mark.done = true;
        }
        for (Target target : task.targets()) {
            if (target instanceof Target.Present present) {
                note(task, present);
            } else if (target instanceof Target.Lost lost) {
                fail(task, lost.store(), lost.failure());
            }
        }
        if (task.failures().isEmpty()) {
            watch.uncopied().copied(place(task.plan()), task.chosen().id());
        }
        watch.meters().refresh();
    }

    private void note(CopyTask task, Target.Present present) {
        Plan plan = task.plan();
        Manifest manifest = present.manifest();
        Outcome outcome = present.ours() ? Outcome.COPIED : Outcome.SKIPPED;
        watch.meters().ended(plan.name(), present.store(), outcome.word());
        if (!present.moved().isEmpty()) {
            long moved = present.moved().values().stream()
                    .mapToLong(one -> one.archive().bytes())
                    .sum();
            Duration took = Duration.between(manifest.startedAt(), manifest.finishedAt());
            watch.meters().made(plan.name(), present.store(), moved, took);
        }
        if (!plan.isAdHoc()) {
            watch.freshness()
                    .copied(
                            new FreshnessBoard.Place(plan.name(), cluster(plan), present.store()),
                            manifest.copyId().takenAt(),
                            clock.instant());
        }
        add(task, present.store(), outcome, manifest.bytes(), Optional.empty());
    }

    private void fail(CopyTask task, String store, OffsiteException why) {
        watch.meters().ended(task.plan().name(), store, Outcome.FAILED.word());
        add(task, store, Outcome.FAILED, 0, Optional.of(new RecentOutcomes.Failure(why.reason(), why.getMessage())));
    }

    private void add(
            CopyTask task, String store, Outcome outcome, long bytes, Optional<RecentOutcomes.Failure> failure) {
        String copyId = task.snapshot().isEmpty() ? "" : task.copyId().toString();
        watch.outcomes()
                .add(new RecentOutcomes.Ended(
                        clock.instant(),
                        task.plan().name(),
                        cluster(task.plan()),
                        copyId,
                        store,
                        outcome.word(),
                        bytes,
                        failure));
    }

    /** A copy that was not concluded failed for all stores that are without; one that was interrupted will be done again. */
    void close(Exchange exchange) {
        if (!(exchange.removeProperty(MARK) instanceof Mark mark) || mark.done) {
            return;
        }
        mark.done = true;
        Optional<Throwable> failure = failure(exchange);
        Optional<CopyTask> task = Exchanges.carried(exchange);
        if (task.isEmpty() || failure.isEmpty() || Failures.interrupted(failure.get())) {
            return;
        }
        OffsiteException why = Failures.typed(failure.get());
        for (Target target : task.get().targets()) {
            if (target instanceof Target.Lost lost) {
                fail(task.get(), lost.store(), lost.failure());
            } else if (target instanceof Target.Pending pending) {
                fail(task.get(), pending.store(), why);
            }
        }
    }

    private static Optional<Throwable> failure(Exchange exchange) {
        return Optional.<Throwable>ofNullable(exchange.getException())
                .or(() -> Optional.ofNullable(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
    }

    private UncopiedSnapshots.Place place(Plan plan) {
        return new UncopiedSnapshots.Place(plan.name(), cluster(plan));
    }

    /** As {@code offsite status} names it. */
    private String cluster(Plan plan) {
        boolean everyProject = Optional.ofNullable(config.plans().get(plan.name()))
                .map(Plan::everyProject)
                .orElse(false);
        return everyProject ? plan.project() + "/" + plan.cluster() : plan.cluster();
    }

    private final class Mark extends SynchronizationAdapter {
        private boolean done;

        @Override
        public void onDone(Exchange exchange) {
            close(exchange);
        }

        @Override
        public boolean allowHandover() {
            return false;
        }
    }
}
