package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.RecordedRequest;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;

/** Drives the routes of download jobs as an embedding application may: one by one, by their headers. */
abstract class JobsSupport extends PackSupport {

    static final String REPLICA_SET = "rs-billing";
    static final String SHARDED = "sharded-events";

    private static final String JOBS = "/clusters/" + REPLICA_SET + "/backup/restoreJobs";

    private final PackClock clock = new PackClock(Clock.systemUTC());

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @Override
    PackClock clock() {
        return clock;
    }

    /** The newest snapshot of the replica set that can be downloaded. */
    final String snapshot() {
        return newest(REPLICA_SET);
    }

    final String newest(String cluster) {
        List<String> completed = sandbox().completedSnapshotIds(cluster);
        return completed.get(completed.size() - 1);
    }

    final Map<String, Object> replicaSet() {
        return headers(REPLICA_SET, "dedicated", Duration.ofHours(1));
    }

    final Map<String, Object> replicaSet(Duration patience) {
        return headers(REPLICA_SET, "dedicated", patience);
    }

    final Map<String, Object> headers(String cluster, String kind, Duration patience) {
        return new HashMap<>(Map.of(
                Headers.ATLAS,
                "sandbox",
                Headers.PROJECT,
                Sandbox.PROJECT,
                Headers.CLUSTER,
                cluster,
                Headers.KIND,
                kind,
                Headers.SNAPSHOT_ID,
                newest(cluster),
                Headers.STORES,
                "one,two",
                Headers.DEADLINE,
                clock.instant().plus(patience).toString()));
    }

    final DownloadJob request(Map<String, Object> headers) {
        return template.requestBodyAndHeaders("direct:offsite-request-download", null, headers, DownloadJob.class);
    }

    final DownloadJob await(DownloadJob job, Map<String, Object> headers) {
        return template.requestBodyAndHeaders("direct:offsite-await-download", job, headers, DownloadJob.class);
    }

    final void end(DownloadJob job, Map<String, Object> headers) {
        assertThat(template.requestBodyAndHeaders("direct:offsite-end-download", job, headers))
                .isEqualTo(job);
    }

    /** The typed exception that a call ends with. */
    static OffsiteException failure(Runnable call) {
        CamelExecutionException thrown = catchThrowableOfType(CamelExecutionException.class, call::run);
        assertThat(thrown).isNotNull();
        assertThat(thrown.getCause()).isInstanceOf(OffsiteException.class);
        return (OffsiteException) thrown.getCause();
    }

    /** Somebody else downloads the replica set's snapshot. */
    final String strangersJob() {
        return SandboxClient.json(new SandboxClient(sandbox())
                        .post(JOBS, "{\"deliveryType\":\"download\",\"snapshotId\":\"" + snapshot() + "\"}"))
                .path("id")
                .asText();
    }

    final void strangerEnds(String job) {
        assertThat(new SandboxClient(sandbox()).delete(JOBS + "/" + job).statusCode())
                .isEqualTo(204);
    }

    /** Whether a job of the replica set goes on. */
    final boolean open(String job) {
        return !new SandboxClient(sandbox())
                .json(JOBS + "/" + job)
                .path("cancelled")
                .asBoolean();
    }

    final void first(Operation operation, FaultAction action) {
        sandbox().faults().add(Fault.first(1, operation, action));
    }

    final void always(Operation operation, FaultAction action) {
        sandbox().faults().add(Fault.always(operation, action));
    }

    final int calls(Operation operation) {
        return sandbox().requests(operation).size();
    }

    final List<String> deleted() {
        return sandbox().requests(Operation.CANCEL_RESTORE).stream()
                .map(RecordedRequest::path)
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    /** The ledger's entry about the replica set's snapshot in the first store. */
    final Path entry() {
        return store("one").resolve(".offsite/jobs/" + snapshot() + ".json");
    }

    final void assertLedgerEmpty() {
        assertThat(Files.exists(entry())).isFalse();
    }
}
