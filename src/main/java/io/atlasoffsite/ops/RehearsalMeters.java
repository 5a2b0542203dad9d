package io.atlasoffsite.ops;

import io.atlasoffsite.ops.RehearsalState.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** The metrics of rehearsals in docs/operations/metrics.md; {@link CopyMeters#remove} takes them out, too. Thread safe. */
public final class RehearsalMeters {

    private final MeterRegistry registry;
    private final RehearsalBoard board;
    private final MultiGauge last;

    RehearsalMeters(MeterRegistry registry, RehearsalBoard board) {
        this.registry = registry;
        this.board = board;
        this.last = MultiGauge.builder("offsite.newest.rehearsal.timestamp.seconds")
                .description("When the last rehearsal of a restore ended, Unix time")
                .register(registry);
    }

    /**
     * Makes a plan's counters begin at 0, so that its first failure is seen as a rise.
     *
     * @param plan the plan's name; not null
     * @param store the store's name; not null
     */
    public void expect(String plan, String store) {
        List.of(State.EXTRACTED, State.PROVED, State.FAILED).forEach(outcome -> rehearsals(plan, store, outcome));
    }

    /**
     * A rehearsal ended.
     *
     * @param plan the plan's name; not null
     * @param store the store's name; not null
     * @param outcome how; not null
     */
    public void ended(String plan, String store, State outcome) {
        rehearsals(plan, store, outcome).increment();
        refresh();
    }

    /** Takes over what the board says now. */
    public synchronized void refresh() {
        last.register(
                board.last().entrySet().stream()
                        .<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(
                                Tags.of(
                                        "plan",
                                        entry.getKey().plan(),
                                        "cluster",
                                        entry.getKey().cluster(),
                                        "store",
                                        entry.getKey().store(),
                                        "outcome",
                                        entry.getValue().outcome().word()),
                                entry.getValue().at().getEpochSecond()))
                        .toList(),
                true);
    }

    private Counter rehearsals(String plan, String store, State outcome) {
        return Counter.builder("offsite.rehearsals")
                .description("Rehearsals of restores that ended")
                .tags("plan", plan, "store", store, "outcome", outcome.word())
                .register(registry);
    }
}
