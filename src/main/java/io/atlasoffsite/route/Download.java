package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.atlas.JobHints;
import io.atlasoffsite.atlas.Replies;
import io.atlasoffsite.plan.AtlasAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/** The steps of the routes {@code offsite-request-download} and {@code offsite-await-download}. Thread safe. */
final class Download {

    /** Jobs that are asked for in one wait, the first included. */
    static final int MOST_JOBS = 3;

    /** An address that stops working sooner is not worth beginning with. */
    static final Duration MARGIN = Duration.ofMinutes(2);

    private final AtlasSites sites;
    private final Clock clock;

    Download(AtlasSites sites, Clock clock) {
        this.sites = sites;
        this.clock = clock;
    }

    /**
     * How a job has been waited for.
     *
     * @param job the job as last seen
     * @param pause the pause before the next look
     * @param jobs jobs so far, at least 1
     */
    private record Waiting(DownloadJob job, Duration pause, int jobs) {}

    void ask(Exchange exchange) {
        exchange.getMessage()
                .setBody(AtlasCalls.requestDownload(
                        Exchanges.kind(exchange),
                        Exchanges.header(exchange, Headers.PROJECT),
                        Exchanges.header(exchange, Headers.CLUSTER),
                        Exchanges.header(exchange, Headers.SNAPSHOT_ID)));
    }

    void readJob(Exchange exchange) {
        exchange.getMessage()
                .setBody(Replies.downloadJob(Exchanges.kind(exchange), Exchanges.body(exchange, JsonNode.class)));
    }

    void beginWaiting(Exchange exchange) {
        DownloadJob job = Exchanges.body(exchange, DownloadJob.class);
        look(exchange, new Waiting(job, poll(exchange).first(), 1));
    }

    void askForJob(Exchange exchange) {
        DownloadJob job = waiting(exchange).job();
        exchange.getMessage()
                .setBody(AtlasCalls.getJob(
                        Exchanges.kind(exchange),
                        Exchanges.header(exchange, Headers.PROJECT),
                        Exchanges.header(exchange, Headers.CLUSTER),
                        job.id()));
    }

    void judgeJob(Exchange exchange) {
        Waiting waiting = waiting(exchange);
        Duration pause = next(waiting.pause(), poll(exchange));
        look(exchange, new Waiting(Exchanges.body(exchange, DownloadJob.class), pause, waiting.jobs()));
    }

    void judgeLostJob(Exchange exchange) {
        OffsiteException failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        if (!JobHints.gone(failure)) {
            throw failure;
        }
        Waiting waiting = waiting(exchange);
        look(exchange, new Waiting(waiting.job().lost(), waiting.pause(), waiting.jobs()));
    }

    void judgeNewJob(Exchange exchange) {
        int jobs = waiting(exchange).jobs() + 1;
        DownloadJob job = Exchanges.body(exchange, DownloadJob.class);
        look(exchange, new Waiting(job, poll(exchange).first(), jobs));
    }

    /** The pause after this one: twice as long, up to the longest. */
    static Duration next(Duration pause, AtlasAccess.Poll poll) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(poll.longest()) < 0 ? doubled : poll.longest();
    }

    private void look(Exchange exchange, Waiting waiting) {
        DownloadJob job = waiting.job();
        Optional<String> endpoint = Exchanges.optionalHeader(exchange, Headers.ENDPOINT_ID);
        boolean spent = job.spent(clock.instant(), MARGIN);
        if (spent && waiting.jobs() >= MOST_JOBS) {
            throw givenUp(job);
        }
        if (!spent && job.ready() && !job.readyBy(endpoint)) {
            throw noAddress(job, endpoint);
        }
        boolean ready = !spent && job.ready();
        Instant deadline = Instant.parse(Exchanges.header(exchange, Headers.DEADLINE));
        if (!ready && clock.instant().plus(waiting.pause()).isAfter(deadline)) {
            throw late(job);
        }
        exchange.setVariable(Variables.WAITING, waiting);
        exchange.setVariable(Variables.POLL_MILLIS, waiting.pause().toMillis());
        exchange.setVariable(Variables.JOB_PENDING, !ready);
        exchange.setVariable(Variables.JOB_SPENT, spent);
        exchange.getMessage().setBody(job);
    }

    private static OffsiteException givenUp(DownloadJob job) {
        String what = job.failed() ? "has " + job.status() : "has addresses that are about to stop working";
        return OffsiteException.because(
                        Reason.DOWNLOAD_FAILED,
                        "Atlas says that download job " + job.id() + " " + what + ", the last of " + MOST_JOBS
                                + " jobs")
                .hint("try again: a new job will be asked for")
                .retryable(true)
                .build();
    }

    private static OffsiteException late(DownloadJob job) {
        return OffsiteException.because(
                        Reason.DOWNLOAD_FAILED,
                        "Atlas had not made download job " + job.id() + " ready by the plan's deadline")
                .hint("raise the plan's deadline, or look at the cluster's restore history in Atlas")
                .retryable(true)
                .build();
    }

    private static OffsiteException noAddress(DownloadJob job, Optional<String> endpoint) {
        TreeSet<String> offered = new TreeSet<>();
        job.archives().forEach(archive -> offered.addAll(archive.privateUrls().keySet()));
        String by = endpoint.map(id -> "private endpoint " + id).orElse("the public way");
        return OffsiteException.because(
                        Reason.INVALID_REQUEST,
                        "download job " + job.id() + " has no address by " + by + "; it has private endpoints "
                                + offered)
                .hint("set the plan's endpointId to a private endpoint of the cluster, or leave it out")
                .build();
    }

    private AtlasAccess.Poll poll(Exchange exchange) {
        return sites.named(Exchanges.header(exchange, Headers.ATLAS)).access().poll();
    }

    private static Waiting waiting(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.WAITING, Waiting.class);
    }
}
