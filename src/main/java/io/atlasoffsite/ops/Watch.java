package io.atlasoffsite.ops;

import io.atlasoffsite.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** All that is watched of one process: what is under way, what ended, how fresh the copies and their rehearsals are. Thread safe. */
public final class Watch {

    private final Instant startedAt;
    private final TransferBoard transfers;
    private final FreshnessBoard freshness = new FreshnessBoard();
    private final UncopiedSnapshots uncopied = new UncopiedSnapshots();
    private final RecentOutcomes outcomes = new RecentOutcomes();
    private final RehearsalBoard rehearsals = new RehearsalBoard();
    private final CopyMeters meters;
    private final RehearsalMeters rehearsalMeters;
    private final AtomicReference<Optional<Map<Reason, Long>>> letters = new AtomicReference<>(Optional.empty());

    /**
     * Begins to watch.
     *
     * @param clock the time; not null
     * @param registry where metrics go; not null
     */
    public Watch(Clock clock, MeterRegistry registry) {
        this.startedAt = clock.instant();
        this.transfers = new TransferBoard(clock);
        this.meters = new CopyMeters(registry, transfers, freshness, uncopied);
        this.rehearsalMeters = new RehearsalMeters(registry, rehearsals);
    }

    /**
     * When watching began.
     *
     * @return UTC
     */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * What is under way.
     *
     * @return the board
     */
    public TransferBoard transfers() {
        return transfers;
    }

    /**
     * How fresh the copies are.
     *
     * @return the board; call {@link CopyMeters#refresh} after a change
     */
    public FreshnessBoard freshness() {
        return freshness;
    }

    /**
     * What is missing and will expire.
     *
     * @return the board; call {@link CopyMeters#refresh} after a change
     */
    public UncopiedSnapshots uncopied() {
        return uncopied;
    }

    /**
     * What ended.
     *
     * @return the last ones
     */
    public RecentOutcomes outcomes() {
        return outcomes;
    }

    /**
     * How restores were rehearsed.
     *
     * @return the board; call {@link RehearsalMeters#refresh} after a change
     */
    public RehearsalBoard rehearsals() {
        return rehearsals;
    }

    /**
     * The metrics of rehearsals.
     *
     * @return where they are counted
     */
    public RehearsalMeters rehearsalMeters() {
        return rehearsalMeters;
    }

    /**
     * The metrics.
     *
     * @return where events are counted
     */
    public CopyMeters meters() {
        return meters;
    }

    /**
     * Notes how many dead letters wait.
     *
     * @param waiting by reason; not null
     */
    public void letters(Map<Reason, Long> waiting) {
        letters.set(Optional.of(Map.copyOf(waiting)));
        meters.waiting(waiting);
    }

    /**
     * How many dead letters waited when they were last counted.
     *
     * @return by reason; empty when nobody has counted
     */
    public Optional<Map<Reason, Long>> letters() {
        return letters.get();
    }
}
