package io.atlasoffsite.route;

import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RehearsalEvent;
import io.atlasoffsite.ops.RehearsalState;
import io.atlasoffsite.ops.Spans;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.restore.Tally;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.RehearsalRecord;
import io.atlasoffsite.store.RehearsalRecords;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the routes that rehearse restores. Thread safe; what is under way is in the exchange. */
final class RehearsalSteps {

    private static final Logger LOG = LoggerFactory.getLogger(RehearsalSteps.class);

    private final OffsiteConfig config;
    private final Stores stores;
    private final ChooseRehearsals choose;
    private final RehearseCopy copies;
    private final Watch watch;
    private final Told told;

    /**
     * What the steps tell others by.
     *
     * @param json writes
     * @param source the installation that speaks
     * @param clock the time
     * @param random names of records
     * @param node names this installation
     */
    record Told(Json json, URI source, Clock clock, RandomGenerator random, String node) {}

    RehearsalSteps(OffsiteConfig config, Stores stores, RehearseCopy copies, Watch watch, Told told) {
        this.config = config;
        this.stores = stores;
        this.choose = new ChooseRehearsals(config, stores);
        this.copies = copies;
        this.watch = watch;
        this.told = told;
        config.plans().values().stream()
                .filter(plan -> plan.rehearse().isPresent())
                .forEach(plan -> ChooseRehearsals.storesOf(plan)
                        .forEach(store -> watch.rehearsalMeters().expect(plan.name(), store)));
    }

    void bind(Registry registry) {
        OffsitePack.bind(registry, "take-rehearsal", this::take);
        OffsitePack.bind(registry, "accept-rehearsal", this::accept);
        OffsitePack.bind(registry, "choose-rehearsals", Failures.typed(this::choose));
        OffsitePack.bind(registry, "next-rehearsal", this::next);
        OffsitePack.bind(registry, "rehearse-copy", this::rehearse);
        OffsitePack.bind(registry, "record-rehearsal", this::record);
        OffsitePack.bind(registry, "answer-rehearsals", this::answer);
    }

    /** Those to come and those that were. For one exchange. */
    private record Course(Deque<RehearsalTask> left, List<RehearsalResult> done) {}

    /** Of several nodes whose schedule fires, one goes on. When no store can say who, all do: what is away then fails loudly. */
    private void take(Exchange exchange) throws IOException {
        Plan plan = config.plan(Exchanges.header(exchange, Headers.PLAN));
        Date fired = exchange.getMessage().getHeader("scheduledFireTime", Date.class);
        Instant due = fired == null ? told.clock().instant() : fired.toInstant();
        boolean ours = taken(plan, due);
        exchange.setVariable(Variables.REHEARSAL_TAKEN, ours);
        exchange.getMessage()
                .setBody(new RehearseRequest(
                        "rehearsal-" + plan.name() + "@" + due,
                        plan.name(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        "schedule",
                        new Tally()));
    }

    /** Body in: a {@link RehearseRequest}, which stays. */
    private void accept(Exchange exchange) {
        RehearseRequest request = Exchanges.body(exchange, RehearseRequest.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Headers.PLAN, request.plan());
    }

    private boolean taken(Plan plan, Instant due) throws IOException {
        for (String store : ChooseRehearsals.storesOf(plan)) {
            try {
                return new RehearsalRecords(stores.open(store), told.random()).take(plan.name(), due, told.node());
            } catch (IOException away) {
                if (Failures.interrupted(away)) {
                    throw away;
                }
                LOG.warn("store {} cannot say who rehearses plan {}: {}", store, plan.name(), away.getMessage());
            }
        }
        return true;
    }

    /** Body in: a {@link RehearseRequest}, or nothing and the plan in a header. */
    private void choose(Exchange exchange) throws IOException {
        exchange.setVariable(
                Variables.REHEARSALS, new Course(new ArrayDeque<>(choose.choose(exchange)), new ArrayList<>()));
        exchange.setVariable(Variables.MORE_REHEARSALS, true);
    }

    /** Body out: the {@link RehearsalTask} whose turn it is. */
    private void next(Exchange exchange) {
        RehearsalTask task = course(exchange).left().element();
        exchange.getMessage().setBody(task);
        exchange.setVariable(
                Variables.EVENTS, task.copy().isPresent() ? List.of(event(task, Optional.empty())) : List.of());
    }

    /** Body in: a {@link RehearsalTask}; body out: the {@link RehearsalResult}. */
    private void rehearse(Exchange exchange) throws InterruptedException {
        RehearsalTask task = Exchanges.body(exchange, RehearsalTask.class);
        try (Spans.Span span = HostSpans.of(exchange)
                .begin("offsite-rehearse")
                .with(About.PLAN, task.plan().name())
                .with("offsite.store", task.store())
                .with("offsite.bytes", task.bytes())) {
            task.copy().ifPresent(copy -> span.with(About.COPY, copy.toString()));
            RehearsalResult result = copies.rehearse(task);
            if (result.record().failure().isEmpty()) {
                span.done();
            }
            exchange.getMessage().setBody(result);
        }
    }

    /** Body in: a {@link RehearsalResult}. What a store does not take down is known here all the same. */
    private void record(Exchange exchange) throws IOException {
        RehearsalResult result = Exchanges.body(exchange, RehearsalResult.class);
        Course course = course(exchange);
        RehearsalTask task = course.left().remove();
        course.done().add(result);
        exchange.setVariable(Variables.MORE_REHEARSALS, !course.left().isEmpty());
        RehearsalRecord record = result.record();
        try {
            new RehearsalRecords(stores.open(record.store()), told.random()).note(record);
        } catch (IOException failure) {
            if (Failures.interrupted(failure)) {
                throw failure;
            }
            LOG.error(
                    "store {}: the rehearsal of plan {} could not be written down: {}",
                    record.store(),
                    task.plan().name(),
                    failure.getMessage());
        }
        RehearsalState.Last last = RehearsalPromises.last(record);
        watch.rehearsals().rehearsed(task.plan().name(), task.label(), last);
        watch.rehearsalMeters().ended(task.plan().name(), record.store(), last.outcome());
        log(record);
        exchange.setVariable(Variables.EVENTS, List.of(event(task, Optional.of(ended(record)))));
    }

    /** Body out: every {@link RehearsalResult}. */
    private void answer(Exchange exchange) {
        exchange.getMessage().setBody(List.copyOf(course(exchange).done()));
    }

    private static void log(RehearsalRecord record) {
        String what = record.copyId()
                .map(CopyId::toString)
                .orElse("no copy of " + record.place().cluster());
        record.failure()
                .ifPresentOrElse(
                        why -> LOG.warn(
                                "rehearsal of plan {} failed, {} from store {}: {}",
                                record.place().plan(),
                                what,
                                record.store(),
                                why.summary()),
                        () -> LOG.info(
                                "rehearsal of plan {}: {} from store {} is {}",
                                record.place().plan(),
                                what,
                                record.store(),
                                record.outcome().word()));
    }

    private Object event(RehearsalTask task, Optional<RehearsalEvent.Ended> ended) {
        RehearsalEvent.About about = new RehearsalEvent.About(
                task.plan().name(),
                task.label(),
                task.copy().map(CopyId::toString).orElse(""),
                task.store());
        return new RehearsalEvent(task.request().requestId(), about, ended)
                .toCloudEvent(told.json(), told.source(), told.clock().instant());
    }

    private static RehearsalEvent.Ended ended(RehearsalRecord record) {
        long bytes = record.archives().stream()
                .mapToLong(RehearsalRecord.Archive::bytes)
                .sum();
        return new RehearsalEvent.Ended(
                record.outcome().word(),
                bytes,
                record.seconds(),
                record.failure()
                        .map(why -> new CopyOutcome.Failure(
                                Reason.ofCode(why.reason()).orElse(Reason.UNEXPECTED), why.summary(), why.hint())));
    }

    private static Course course(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.REHEARSALS, Course.class);
    }
}
