package io.atlasoffsite.ops;

import io.atlasoffsite.Reason;
import io.atlasoffsite.ops.TransferBoard.Moving;
import io.atlasoffsite.ops.TransferBoard.Phase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The metrics of docs/operations/metrics.md, in whatever registry the host has. Their labels are names of the configuration and of
 * clusters, and words of ours: there is no end to snapshots and requests, so they are none. Thread safe.
 */
public final class CopyMeters {

    private static final String PREFIX = "offsite.";

    private final MeterRegistry registry;
    private final FreshnessBoard freshness;
    private final UncopiedSnapshots uncopied;
    private final MultiGauge newest;
    private final MultiGauge expiring;
    private final MultiGauge letters;

    /**
     * Registers the metrics.
     *
     * @param registry where; one without a backend costs nothing; not null
     * @param transfers what is under way; not null
     * @param freshness what is known of the newest copies; not null
     * @param uncopied what is known of missing copies; not null
     */
    public CopyMeters(
            MeterRegistry registry, TransferBoard transfers, FreshnessBoard freshness, UncopiedSnapshots uncopied) {
        this.registry = registry;
        this.freshness = freshness;
        this.uncopied = uncopied;
        this.newest = MultiGauge.builder(PREFIX + "newest.copy.taken.timestamp.seconds")
                .description("When the data of the newest copy is from, Unix time")
                .register(registry);
        this.expiring = MultiGauge.builder(PREFIX + "uncopied.expires.timestamp.seconds")
                .description("When Atlas deletes the first snapshot that a store of the plan lacks, Unix time")
                .register(registry);
        this.letters = MultiGauge.builder(PREFIX + "dead.letters")
                .description("Dead letters that wait for somebody")
                .register(registry);
        bind(transfers);
        Stream.of("restored", "failed").forEach(outcome -> restores("offsite", outcome));
        Stream.of("completed", "failed", "unknown").forEach(outcome -> restores("in-atlas", outcome));
    }

    private void bind(TransferBoard transfers) {
        Gauge.builder(PREFIX + "transfers.active", transfers, board -> under(board, false))
                .description("Archives whose bytes are being moved or proved")
                .register(registry);
        Gauge.builder(PREFIX + "transfers.waiting", transfers, board -> under(board, true))
                .description("Archives that wait for a place, or for the first byte")
                .register(registry);
        Gauge.builder(PREFIX + "transfer.bytes.per.second", transfers, CopyMeters::rate)
                .description("What all archives under way move together, of late")
                .register(registry);
        FunctionCounter.builder(PREFIX + "transfer.bytes", transfers, TransferBoard::movedBytes)
                .description("Bytes moved into stores, those of archives that never became whole included")
                .register(registry);
    }

    /**
     * Makes a plan's counters begin at 0, so that its first failure is seen as a rise.
     *
     * @param plan the plan's name; not null
     * @param store the store's name; not null
     * @param outcomes the words for how copies end; not null
     */
    public void expect(String plan, String store, Stream<String> outcomes) {
        outcomes.forEach(outcome -> copies(plan, store, outcome));
        bytes(plan, store);
        time(plan, store);
    }

    /**
     * A copy ended.
     *
     * @param plan the plan's name; not null
     * @param store the store's name; not null
     * @param outcome the word for how; not null
     */
    public void ended(String plan, String store, String outcome) {
        copies(plan, store, outcome).increment();
    }

    /**
     * A copy was made now.
     *
     * @param plan the plan's name; not null
     * @param store the store's name; not null
     * @param length of the archives that were moved for it, in bytes
     * @param duration from the request being taken up until the manifest was there; not null
     */
    public void made(String plan, String store, long length, Duration duration) {
        bytes(plan, store).increment(length);
        time(plan, store).record(duration);
    }

    /**
     * A restore ended.
     *
     * @param restore {@code offsite} or {@code in-atlas}; not null
     * @param outcome the word for how; not null
     */
    public void restored(String restore, String outcome) {
        restores(restore, outcome).increment();
    }

    /**
     * A try of an Atlas API call ended.
     *
     * @param operation the call's name; not null
     * @param status the HTTP status, or {@code none} when no answer came; not null
     */
    public void asked(String operation, String status) {
        Counter.builder(PREFIX + "atlas.requests")
                .description("Tries of Atlas API calls")
                .tag("operation", operation)
                .tag("status", status)
                .register(registry)
                .increment();
    }

    /**
     * A dead letter was written.
     *
     * @param reason its reason; not null
     */
    public void lettered(Reason reason) {
        Counter.builder(PREFIX + "letters")
                .description("Dead letters written")
                .tag("reason", reason.code())
                .register(registry)
                .increment();
    }

    /**
     * Dead letters were counted on the broker.
     *
     * @param waiting how many wait, by reason; not null
     */
    public void waiting(Map<Reason, Long> waiting) {
        letters.register(
                waiting.entrySet().stream()
                        .<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(
                                Tags.of("reason", entry.getKey().code()), entry.getValue()))
                        .toList(),
                true);
    }

    /** Takes over what the boards say now. */
    public synchronized void refresh() {
        newest.register(
                freshness.newest().entrySet().stream()
                        .<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(
                                Tags.of(
                                        "plan",
                                        entry.getKey().plan(),
                                        "cluster",
                                        entry.getKey().cluster(),
                                        "store",
                                        entry.getKey().store()),
                                seconds(entry.getValue())))
                        .toList(),
                true);
        expiring.register(
                uncopied.first().entrySet().stream()
                        .<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(
                                Tags.of(
                                        "plan",
                                        entry.getKey().plan(),
                                        "cluster",
                                        entry.getKey().cluster()),
                                seconds(entry.getValue())))
                        .toList(),
                true);
    }

    /** Takes the metrics out of the registry, which may live on. */
    public void remove() {
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(PREFIX))
                .forEach(registry::remove);
    }

    private Counter copies(String plan, String store, String outcome) {
        return Counter.builder(PREFIX + "copies")
                .description("Copies that came about, were there already, or failed")
                .tags("plan", plan, "store", store, "outcome", outcome)
                .register(registry);
    }

    private Counter restores(String restore, String outcome) {
        return Counter.builder(PREFIX + "restores")
                .description("Restores that ended")
                .tags("restore", restore, "outcome", outcome)
                .register(registry);
    }

    private Counter bytes(String plan, String store) {
        return Counter.builder(PREFIX + "copy.bytes")
                .description("Length of the archives of the copies made")
                .tags("plan", plan, "store", store)
                .register(registry);
    }

    private Timer time(String plan, String store) {
        return Timer.builder(PREFIX + "copy")
                .description("From taking up a request until its copy was there")
                .tags("plan", plan, "store", store)
                .register(registry);
    }

    private static long seconds(Instant instant) {
        return instant.getEpochSecond();
    }

    private static double under(TransferBoard board, boolean waiting) {
        return board.underWay().stream()
                .filter(one -> (one.phase() == Phase.WAITING) == waiting)
                .count();
    }

    private static double rate(TransferBoard board) {
        return board.underWay().stream()
                .filter(one -> one.phase() == Phase.MOVING)
                .map(Moving::bytesPerSecond)
                .mapToDouble(rate -> rate.orElse(0))
                .sum();
    }
}
