package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.FaultAction.Outcome;
import io.atlasoffsite.sandbox.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a download job goes from the request to its end, kind by kind: the flows Atlas has, and what can become of a job. */
class DownloadJobsIT extends JobsSupport {

    private static final Duration BLINK = Duration.ofMillis(200);

    @Test
    void aReplicaSetsJobIsPolledUntilItsAddressIsThere() {
        Map<String, Object> headers = replicaSet();
        DownloadJob asked = request(headers);
        assertThat(asked.ready()).isFalse();
        DownloadJob ready = await(asked, headers);
        assertThat(ready.id()).isEqualTo(asked.id());
        assertThat(ready.archives()).hasSize(1);
        assertThat(ready.oneTime()).isTrue();
        assertThat(calls(Operation.CREATE_RESTORE)).isOne();
        assertThat(calls(Operation.GET_RESTORE)).isEqualTo(2);
        assertThat(calls(Operation.LIST_RESTORES)).isOne();
    }

    @Test
    void aShardedClustersJobHasAnArchivePerShardAndForTheConfigServers() {
        Map<String, Object> headers = headers(SHARDED, "dedicated", Duration.ofHours(1));
        DownloadJob ready = await(request(headers), headers);
        assertThat(ready.archives())
                .extracting(DownloadJob.Archive::replicaSet)
                .containsExactlyElementsOf(sandbox().replicaSets(SHARDED));
        assertThat(ready.archives()).allMatch(archive -> archive.url().isPresent());
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"DOWNLOAD_FLEX", "DOWNLOAD_SHARED"})
    void aFlexOrSharedJobIsPolledWhenItsAddressIsMissing(Operation operation) {
        boolean flex = operation == Operation.DOWNLOAD_FLEX;
        Map<String, Object> headers =
                headers(flex ? "flex-orders" : "m2-legacy", flex ? "flex" : "shared", Duration.ofHours(1));
        DownloadJob asked = request(headers);
        assertThat(asked.ready()).isFalse();
        DownloadJob ready = await(asked, headers);
        assertThat(ready.archives()).hasSize(1);
        end(ready, headers);
        assertThat(calls(operation)).isOne();
        assertThat(deleted()).isEmpty();
    }

    @Test
    void aServerlessInstanceIsAskedAndAtlassWordsArePassedOn() {
        OffsiteException refusal =
                failure(() -> request(headers("serverless-audit", "serverless", Duration.ofHours(1))));
        assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(refusal.code()).isEqualTo("FEATURE_UNSUPPORTED");
        assertThat(refusal.detail()).contains("serverless");
        assertThat(refusal.hint()).contains("does not offer downloads");
        assertThat(calls(Operation.CREATE_SERVERLESS_RESTORE)).isOne();
    }

    @Test
    void ourJobIsDeletedAtTheEndAndForgotten() {
        Map<String, Object> headers = replicaSet();
        DownloadJob job = await(request(headers), headers);
        assertThat(entry()).exists();
        end(job, headers);
        assertThat(deleted()).containsExactly(job.id());
        assertThat(open(job.id())).isFalse();
        assertLedgerEmpty();
    }

    @Test
    void aJobOfSomebodyElseIsNeverDeleted() {
        String stranger = strangersJob();
        Map<String, Object> headers = replicaSet();
        List<?> jobs = template.requestBodyAndHeaders("direct:offsite-list-jobs", null, headers, List.class);
        DownloadJob job = (DownloadJob) jobs.get(0);
        assertThat(job.id()).isEqualTo(stranger);
        end(job, headers);
        assertThat(deleted()).isEmpty();
        assertThat(open(stranger)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailedEnding.class,
            names = {"GONE", "BROKEN", "REFUSED"})
    void aJobThatCannotBeDeletedFailsNothing(FailedEnding ending) {
        Map<String, Object> headers = replicaSet();
        DownloadJob job = await(request(headers), headers);
        always(Operation.CANCEL_RESTORE, FaultAction.Reply.error(ending.status, ending.code));
        end(job, headers);
        assertThat(calls(Operation.CANCEL_RESTORE)).isPositive();
        assertLedgerEmpty();
    }

    @Test
    void anAddressByThePlansPrivateEndpointIsWhatReadyMeans() {
        Map<String, Object> headers = replicaSet();
        DownloadJob asked = request(headers);
        always(Operation.GET_RESTORE, FaultAction.Reply.raw(200, "application/json", """
                {"id":"%s","deliveryType":"download","snapshotId":"%s","deliveryUrl":["https://a.mongodb.net/s/r.tar.gz"],
                 "privateDownloadDeliveryUrls":[{"deliveryUrl":"https://p.mongodb.net/s/r.tar.gz","endpointId":"vpce-1"}]}
                """.formatted(
                        asked.id(), snapshot())));
        headers.put(Headers.ENDPOINT_ID, "vpce-1");
        assertThat(await(asked, headers).archives().get(0).privateUrls()).containsOnlyKeys("vpce-1");
        headers.put(Headers.ENDPOINT_ID, "vpce-2");
        OffsiteException failure = failure(() -> await(asked, headers));
        JobRows.assertIs(failure, "the job has no address by the plan's endpointId");
        assertThat(failure).hasMessageContaining("vpce-2").hasMessageContaining("[vpce-1]");
    }

    @Test
    void f22_aJobThatIsNeverReadyIsKeptAndFoundAgain() {
        always(Operation.CREATE_RESTORE, new FaultAction.Job(Outcome.NEVER));
        Map<String, Object> impatient = replicaSet(BLINK);
        DownloadJob job = request(impatient);
        assertThat(failure(() -> await(job, impatient)).reason()).isEqualTo(Reason.DOWNLOAD_FAILED);
        assertThat(request(replicaSet()).id()).isEqualTo(job.id());
        assertThat(calls(Operation.CREATE_RESTORE)).isOne();
        assertThat(deleted()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "EXPIRED", "CANCELLED"})
    void f24_aJobThatEndsWhileItIsWaitedForIsReplaced(Outcome outcome) {
        first(Operation.CREATE_RESTORE, new FaultAction.Job(outcome));
        Map<String, Object> headers = replicaSet();
        DownloadJob asked = request(headers);
        DownloadJob ready = await(asked, headers);
        assertThat(ready.ready()).isTrue();
        assertThat(ready.id()).isNotEqualTo(asked.id());
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(2);
    }

    @Test
    void f24_afterThreeJobsOfNoUseTheDownloadHasFailed() {
        always(Operation.CREATE_RESTORE, new FaultAction.Job(Outcome.FAILED));
        Map<String, Object> headers = replicaSet();
        DownloadJob asked = request(headers);
        OffsiteException failure = failure(() -> await(asked, headers));
        assertThat(failure.reason()).isEqualTo(Reason.DOWNLOAD_FAILED);
        assertThat(failure.retryable()).isTrue();
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(3);
        sandbox().faults().clear();
        assertThat(await(request(headers), headers).ready()).isTrue();
    }

    @Test
    void f24_anAddressAboutToExpireIsNotBegunWith() {
        Map<String, Object> headers = headers(REPLICA_SET, "dedicated", Duration.ofHours(3));
        DownloadJob ready = await(request(headers), headers);
        Duration nearlyAnHour = Duration.ofMinutes(59);
        clock().advance(nearlyAnHour);
        sandbox().advance(nearlyAnHour);
        DownloadJob fresh = await(ready, headers);
        assertThat(fresh.id()).isNotEqualTo(ready.id());
        assertThat(deleted()).containsExactly(ready.id());
        assertThat(fresh.expiresAt().orElseThrow()).isAfter(ready.expiresAt().orElseThrow());
    }

    @Test
    void f24_aJobSomebodyDeletedIsReplaced() {
        Map<String, Object> headers = replicaSet();
        DownloadJob asked = request(headers);
        strangerEnds(asked.id());
        first(Operation.GET_RESTORE, FaultAction.Reply.error(404, "RESTORE_JOB_NOT_FOUND"));
        assertThat(await(asked, headers).id()).isNotEqualTo(asked.id());
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(2);
    }

    @Test
    void f25_aSnapshotDeletedBeforeTheRequestIsNotFound() {
        first(Operation.CREATE_RESTORE, new FaultAction.DeleteSnapshot());
        Map<String, Object> headers = replicaSet();
        OffsiteException failure = failure(() -> request(headers));
        assertThat(failure.code()).isEqualTo("SNAPSHOT_NOT_FOUND");
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertLedgerEmptyOf(headers);
    }

    @Test
    void f25_aSnapshotDeletedWhileItsJobIsWaitedForEndsTheWait() {
        first(Operation.CREATE_RESTORE, new FaultAction.Job(Outcome.FAILED));
        Map<String, Object> headers = replicaSet();
        DownloadJob asked = request(headers);
        always(Operation.CREATE_RESTORE, FaultAction.Reply.error(409, "CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT"));
        assertThat(failure(() -> await(asked, headers)).reason()).isEqualTo(Reason.SNAPSHOT_EXPIRED);
        assertLedgerEmptyOf(headers);
    }

    private void assertLedgerEmptyOf(Map<String, Object> headers) {
        assertThat(store("one").resolve(".offsite/jobs/" + headers.get(Headers.SNAPSHOT_ID) + ".json"))
                .doesNotExist();
    }

    /** How Atlas may refuse to delete a job. */
    enum FailedEnding {
        GONE(404, "RESTORE_JOB_NOT_FOUND"),
        BROKEN(503, ""),
        REFUSED(403, "");

        private final int status;
        private final String code;

        FailedEnding(int status, String code) {
            this.status = status;
            this.code = code;
        }
    }
}
