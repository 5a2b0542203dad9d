package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.atlas.Replies;
import io.atlasoffsite.plan.AtlasAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;

/** The steps of the routes {@code offsite-request-download} and {@code offsite-await-download}. Thread safe. */
final class Download {

    private final AtlasSites sites;
    private final Clock clock;

    Download(AtlasSites sites, Clock clock) {
        this.sites = sites;
        this.clock = clock;
    }

    /**
     * How long a job has been waited for.
     *
     * @param job the job as last seen
     * @param pause the pause before the next look
     */
    private record Waiting(DownloadJob job, Duration pause) {}

    void ask(Exchange exchange) {
        ClusterKind kind = Exchanges.kind(exchange);
        if (kind != ClusterKind.FLEX && kind != ClusterKind.SHARED) {
            throw OffsiteException.because(
                            Reason.INVALID_REQUEST,
                            "downloads of " + kind + " clusters are not supported by this version")
                    .hint("flex and shared clusters can be copied")
                    .build();
        }
        exchange.getMessage()
                .setBody(AtlasCalls.requestDownload(
                        kind,
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
        look(exchange, new Waiting(job, poll(exchange).first()));
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
        Duration doubled = waiting(exchange).pause().multipliedBy(2);
        Duration longest = poll(exchange).longest();
        Duration pause = doubled.compareTo(longest) < 0 ? doubled : longest;
        look(exchange, new Waiting(Exchanges.body(exchange, DownloadJob.class), pause));
    }

    private void look(Exchange exchange, Waiting waiting) {
        DownloadJob job = waiting.job();
        if (job.failed()) {
            throw OffsiteException.because(
                            Reason.DOWNLOAD_FAILED, "Atlas says that download job " + job.id() + " has " + job.status())
                    .hint("try again: a new job will be asked for")
                    .retryable(true)
                    .build();
        }
        Instant deadline = Instant.parse(Exchanges.header(exchange, Headers.DEADLINE));
        if (!job.ready() && clock.instant().plus(waiting.pause()).isAfter(deadline)) {
            throw OffsiteException.because(
                            Reason.DOWNLOAD_FAILED,
                            "Atlas had not made download job " + job.id() + " ready by the plan's deadline")
                    .hint("raise the plan's deadline, or look at the cluster's restore history in Atlas")
                    .retryable(true)
                    .build();
        }
        exchange.setVariable(Variables.WAITING, waiting);
        exchange.setVariable(Variables.POLL_MILLIS, waiting.pause().toMillis());
        exchange.setVariable(Variables.JOB_PENDING, !job.ready());
        exchange.getMessage().setBody(job);
    }

    private AtlasAccess.Poll poll(Exchange exchange) {
        return sites.named(Exchanges.header(exchange, Headers.ATLAS)).access().poll();
    }

    private static Waiting waiting(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.WAITING, Waiting.class);
    }
}
