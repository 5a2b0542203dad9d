package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.atlas.JobHints;
import io.atlasoffsite.store.StoreException;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code offsite-end-download}. Only a job the ledger knows as ours is deleted; what fails is a warning,
 * for Atlas ends the job by itself within an hour of its being ready. Thread safe.
 */
final class EndDownload {

    private static final Logger LOG = LoggerFactory.getLogger(EndDownload.class);

    private final JobLedger ledger;

    EndDownload(JobLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * What is to be ended.
     *
     * @param job the job
     * @param ours whether this installation made it
     */
    private record Ending(DownloadJob job, boolean ours) {}

    void begin(Exchange exchange) throws IOException {
        DownloadJob job = Exchanges.body(exchange, DownloadJob.class);
        boolean ours = job.kind() == ClusterKind.DEDICATED && ours(exchange, job);
        // One that is only said to be gone would, if it were not, hold the slot that its successor needs.
        boolean delete = ours && (!job.failed() || job.gone());
        exchange.setVariable(Variables.ENDED_JOB, new Ending(job, ours));
        exchange.setVariable(Variables.JOB_TO_END, delete);
        if (delete) {
            exchange.getMessage()
                    .setBody(AtlasCalls.cancelJob(
                            Exchanges.header(exchange, Headers.PROJECT),
                            Exchanges.header(exchange, Headers.CLUSTER),
                            job.id()));
        }
    }

    void judge(Exchange exchange) {
        OffsiteException failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        if (!JobHints.gone(failure)) {
            LOG.warn(
                    "download job {} could not be deleted and holds a slot until it expires: {}",
                    ending(exchange).job().id(),
                    failure.getMessage());
        }
    }

    void finish(Exchange exchange) throws IOException {
        Ending ending = ending(exchange);
        exchange.removeVariable(Variables.ENDED_JOB);
        exchange.getMessage().setBody(ending.job());
        if (!ending.ours()) {
            return;
        }
        try {
            ledger.forget(Exchanges.stores(exchange), Exchanges.header(exchange, Headers.SNAPSHOT_ID));
        } catch (StoreException failure) {
            LOG.warn(
                    "download job {} is over and stays in the ledger",
                    ending.job().id(),
                    failure);
        }
    }

    private boolean ours(Exchange exchange, DownloadJob job) throws IOException {
        try {
            return ledger.find(Exchanges.stores(exchange), Exchanges.header(exchange, Headers.SNAPSHOT_ID))
                    .flatMap(JobLedger.Entry::jobId)
                    .filter(job.id()::equals)
                    .isPresent();
        } catch (StoreException failure) {
            LOG.warn("download job {} is not deleted: nobody can say whether it is ours", job.id(), failure);
            return false;
        }
    }

    private static Ending ending(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.ENDED_JOB, Ending.class);
    }
}
