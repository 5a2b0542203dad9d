package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.atlas.JobHints;
import io.atlasoffsite.atlas.Replies;
import io.atlasoffsite.plan.AtlasAccess;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code offsite-make-job}. A request whose outcome is not known is never simply repeated: the cluster's
 * jobs are looked through first, and one that was not there before the request is taken for ours. Thread safe.
 */
final class MakeJob {

    /** A job found later than this after a request without an answer may well be a colleague's: it is waited for, and not deleted. */
    static final Duration RECOGNISABLE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(MakeJob.class);

    private final AtlasSites sites;
    private final JobLedger ledger;
    private final String node;
    private final Clock clock;

    MakeJob(AtlasSites sites, JobLedger ledger, String node, Clock clock) {
        this.sites = sites;
        this.ledger = ledger;
        this.node = node;
        this.clock = clock;
    }

    void begin(Exchange exchange) {
        // Both are wanted only later: a caller who left one out hears of it before there is a job.
        deadline(exchange);
        Exchanges.stores(exchange);
        keep(exchange, JobSearch.begin(access(exchange).poll().first()));
        exchange.setVariable(Variables.JOB_PAUSE_MILLIS, 0L);
        exchange.setVariable(Variables.JOB_WANTED, true);
    }

    /** Before the jobs are listed: a job in the ledger now must be in that list. */
    void recall(Exchange exchange) throws IOException {
        keep(exchange, search(exchange).recalled(ledger.find(Exchanges.stores(exchange), snapshot(exchange))));
    }

    void recognise(Exchange exchange) throws IOException {
        String snapshot = snapshot(exchange);
        List<DownloadJob> jobs = Exchanges.listBody(exchange, DownloadJob.class).stream()
                .filter(job -> job.snapshotId().equals(snapshot))
                .toList();
        JobSearch search = search(exchange);
        Optional<DownloadJob> ours = ours(search, jobs);
        boolean fresh = search.entry().filter(this::recognisable).isPresent();
        if (ours.filter(job -> !job.failed()).isPresent()) {
            adopt(exchange, search, ours.get());
        } else if (search.refusal().isPresent() && jobs.stream().anyMatch(job -> !job.failed())) {
            await(exchange, search);
        } else if (ours.isEmpty() && search.unsure() && fresh) {
            askAgain(exchange, search);
        } else {
            exchange.setVariable(Variables.JOB_TO_ASK_FOR, true);
            keep(exchange, search.intending(intent(exchange, jobs)));
        }
    }

    void noteIntent(Exchange exchange) throws IOException {
        JobSearch search = search(exchange);
        if (!search.unsure()) {
            ledger.write(Exchanges.stores(exchange), search.entry().orElseThrow());
        }
        exchange.getMessage()
                .setBody(AtlasCalls.requestDownload(
                        ClusterKind.DEDICATED,
                        Exchanges.header(exchange, Headers.PROJECT),
                        Exchanges.header(exchange, Headers.CLUSTER),
                        snapshot(exchange)));
    }

    void noteJob(Exchange exchange) throws IOException {
        DownloadJob job = Replies.downloadJob(ClusterKind.DEDICATED, Exchanges.body(exchange, JsonNode.class));
        adopt(exchange, search(exchange), job);
    }

    void judgeRefusal(Exchange exchange) {
        OffsiteException why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        JobSearch search = search(exchange);
        boolean unknown = JobHints.unknown(why);
        if (JobHints.refused(why) && !search.unsure()) {
            withdraw(exchange, search, why);
        }
        boolean last =
                unknown && search.unanswered() + 1 >= access(exchange).retry().attempts();
        if (last || !unknown && !JobHints.busy(why)) {
            throw why;
        }
        LOG.info(
                "{}; looking for the job in {} ms",
                why.getMessage(),
                search.pause().toMillis());
        await(exchange, search.refused(why, !unknown));
    }

    void finish(Exchange exchange) {
        DownloadJob job = search(exchange).job().orElseThrow();
        exchange.removeVariable(Variables.JOB_SEARCH);
        exchange.getMessage().setBody(job);
    }

    /** The job the ledger names, or the only one that has appeared since the ledger's intent. */
    private Optional<DownloadJob> ours(JobSearch search, List<DownloadJob> jobs) {
        if (search.entry().isEmpty()) {
            return Optional.empty();
        }
        JobLedger.Entry entry = search.entry().get();
        if (entry.jobId().isPresent()) {
            return jobs.stream()
                    .filter(job -> job.id().equals(entry.jobId().get()))
                    .findFirst();
        }
        List<DownloadJob> appeared = jobs.stream()
                .filter(job -> !entry.knownBefore().contains(job.id()))
                .toList();
        return appeared.size() == 1 && recognisable(entry) ? Optional.of(appeared.get(0)) : Optional.empty();
    }

    private boolean recognisable(JobLedger.Entry entry) {
        return clock.instant().isBefore(entry.requestedAt().plus(RECOGNISABLE));
    }

    private void adopt(Exchange exchange, JobSearch search, DownloadJob job) throws IOException {
        JobLedger.Entry entry = search.entry().orElseThrow();
        if (entry.jobId().isEmpty()) {
            ledger.write(Exchanges.stores(exchange), entry.named(job.id()));
        }
        keep(exchange, search.found(job));
        exchange.setVariable(Variables.JOB_WANTED, false);
        exchange.setVariable(Variables.JOB_TO_ASK_FOR, false);
    }

    /** Nothing came of the request so far. The intent stays as it is: a job may still appear. */
    private static void askAgain(Exchange exchange, JobSearch search) {
        keep(exchange, search);
        exchange.setVariable(Variables.JOB_TO_ASK_FOR, true);
    }

    private void await(Exchange exchange, JobSearch search) {
        if (clock.instant().plus(search.pause()).isAfter(deadline(exchange))) {
            throw search.refusal().orElseThrow();
        }
        exchange.setVariable(Variables.JOB_TO_ASK_FOR, false);
        exchange.setVariable(Variables.JOB_PAUSE_MILLIS, search.pause().toMillis());
        keep(
                exchange,
                search.waited(Download.next(search.pause(), access(exchange).poll())));
    }

    /** Takes the intent back, unless another process has written over it meanwhile. */
    private void withdraw(Exchange exchange, JobSearch search, OffsiteException why) {
        List<String> stores = Exchanges.stores(exchange);
        try {
            if (ledger.find(stores, snapshot(exchange)).equals(search.entry())) {
                ledger.forget(stores, snapshot(exchange));
            }
        } catch (IOException kept) {
            why.addSuppressed(kept);
        }
    }

    private JobLedger.Entry intent(Exchange exchange, List<DownloadJob> jobs) {
        return new JobLedger.Entry(
                snapshot(exchange),
                Exchanges.header(exchange, Headers.PROJECT),
                Exchanges.header(exchange, Headers.CLUSTER),
                node,
                clock.instant(),
                jobs.stream().map(DownloadJob::id).collect(Collectors.toSet()),
                Optional.empty());
    }

    private AtlasAccess access(Exchange exchange) {
        return sites.named(Exchanges.header(exchange, Headers.ATLAS)).access();
    }

    private static Instant deadline(Exchange exchange) {
        return Instant.parse(Exchanges.header(exchange, Headers.DEADLINE));
    }

    private static String snapshot(Exchange exchange) {
        return Exchanges.header(exchange, Headers.SNAPSHOT_ID);
    }

    private static JobSearch search(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.JOB_SEARCH, JobSearch.class);
    }

    private static void keep(Exchange exchange, JobSearch search) {
        exchange.setVariable(Variables.JOB_SEARCH, search);
    }
}
