package io.atlasoffsite.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One restore job: a download or an in-Atlas restore. Thread-safe. */
final class Job {

    /** What it is for. */
    enum Type {
        DOWNLOAD,
        AUTOMATED,
        POINT_IN_TIME
    }

    /** Where an in-Atlas restore writes; for a download the cluster itself. */
    record Target(String projectId, String clusterName) {}

    /** When a job is ready. */
    record Plan(int polls, Duration delay, FaultAction.Outcome outcome, Function<Job, List<Link>> links) {}

    private final String id;
    private final Type type;
    private final Snapshot snapshot;
    private final Target target;
    private final Instant created;
    private final Plan plan;
    private int polls;
    private boolean cancelled;
    private boolean failed;
    private boolean expired;
    private Optional<Instant> ended = Optional.empty();
    private List<Link> links = List.of();

    Job(String id, Type type, Snapshot snapshot, Target target, Instant created, Plan plan) {
        this.id = id;
        this.type = type;
        this.snapshot = snapshot;
        this.target = target;
        this.created = created;
        this.plan = plan;
    }

    String id() {
        return id;
    }

    Type type() {
        return type;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Target target() {
        return target;
    }

    Instant created() {
        return created;
    }

    /** One look at the job by its id. */
    synchronized void look(Instant now) {
        polls++;
        advance(now);
    }

    /** Moves on to where it should be by now. */
    synchronized void advance(Instant now) {
        boolean waiting = ended.isEmpty() && links.isEmpty();
        boolean due = polls >= plan.polls() && !now.isBefore(created.plus(plan.delay()));
        if (!waiting || !due || plan.outcome() == FaultAction.Outcome.NEVER) {
            return;
        }
        failed = plan.outcome() == FaultAction.Outcome.FAILED;
        expired = plan.outcome() == FaultAction.Outcome.EXPIRED;
        cancelled = plan.outcome() == FaultAction.Outcome.CANCELLED;
        if (plan.outcome() == FaultAction.Outcome.READY && type == Type.DOWNLOAD) {
            links = plan.links().apply(this);
        } else {
            ended = Optional.of(now);
        }
    }

    synchronized void cancel(Instant now) {
        cancelled = true;
        ended = Optional.of(now);
        links.forEach(Link::withdraw);
    }

    /** Gives nothing and waits for nothing any more. */
    synchronized boolean over(Instant now) {
        return ended.isPresent() || expired(now);
    }

    synchronized boolean started() {
        return polls > 0;
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    synchronized boolean failed() {
        return failed;
    }

    synchronized boolean expired(Instant now) {
        return expired || (!links.isEmpty() && !now.isBefore(links.get(0).expires()));
    }

    /** Whether it came to the end that was wanted. */
    synchronized boolean succeeded() {
        return ended.isPresent() && !failed && !expired && !cancelled;
    }

    /** When it finished, failed or was cancelled. */
    synchronized Optional<Instant> ended() {
        return ended;
    }

    /** One per replica set once it is ready. */
    synchronized List<Link> links() {
        return links;
    }
}
