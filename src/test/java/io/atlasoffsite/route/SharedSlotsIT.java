package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A dedicated cluster's download slots: ours are found again, others' are left alone, and no answer lost makes a second job. */
class SharedSlotsIT extends JobsSupport {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Faults after which Atlas has made the job and nobody was told. */
    static Stream<FaultAction> lostAnswers() {
        return Stream.of(new FaultAction.CloseAfterWork(), new FaultAction.Delay(Duration.ofMillis(2500)));
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void f23_aJobWhoseAnswerWasLostIsFoundAndNoSecondOneIsMade(FaultAction lost) {
        first(Operation.CREATE_RESTORE, lost);
        Map<String, Object> headers = replicaSet();
        DownloadJob job = request(headers);
        assertThat(calls(Operation.CREATE_RESTORE)).isOne();
        assertThat(await(job, headers).ready()).isTrue();
        end(job, headers);
        assertThat(deleted()).containsExactly(job.id());
    }

    @Test
    void f18_f23_aRequestAtlasFailedToWorkOnIsSentAgainAfterALook() {
        first(Operation.CREATE_RESTORE, FaultAction.Reply.error(503, ""));
        assertThat(request(replicaSet()).failed()).isFalse();
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(2);
        assertThat(calls(Operation.LIST_RESTORES)).isEqualTo(2);
    }

    @Test
    void f18_f23_requestsWithoutAnAnswerAreBounded() {
        always(Operation.CREATE_RESTORE, FaultAction.Reply.error(502, ""));
        assertThat(failure(() -> request(replicaSet())).reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE);
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(Configs.ATTEMPTS);
        assertThat(entry()).exists();
    }

    @Test
    void f23_f36_afterARestartTheJobOfAnIntentIsOurs() {
        first(Operation.CREATE_RESTORE, new FaultAction.CloseAfterWork());
        sandbox()
                .faults()
                .add(new Fault(Operation.LIST_RESTORES.id(), "", "", List.of(2), 0, FaultAction.Reply.error(403, "")));
        Map<String, Object> headers = replicaSet();
        assertThat(failure(() -> request(headers)).reason()).isEqualTo(Reason.FORBIDDEN);
        DownloadJob found = request(headers);
        assertThat(calls(Operation.CREATE_RESTORE)).isOne();
        end(found, headers);
        assertThat(deleted()).containsExactly(found.id());
    }

    @Test
    void f23_anOldIntentMakesNobodyElsesJobOurs() throws IOException {
        String stranger = strangersJob();
        Files.createDirectories(entry().getParent());
        Files.writeString(entry(), """
                {"snapshotId":"%s","project":"p","cluster":"c","node":"n","requestedAt":"%s","knownBefore":[]}
                """.formatted(snapshot(), clock().instant().minus(Duration.ofHours(3))));
        OffsiteException failure = failure(() -> request(replicaSet(Duration.ofMillis(300))));
        assertThat(failure.code()).isEqualTo("CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY");
        assertThat(deleted()).isEmpty();
        assertThat(open(stranger)).isTrue();
    }

    @Test
    void f26_aJobOfOursIsUsedAgain() {
        Map<String, Object> headers = replicaSet();
        DownloadJob first = request(headers);
        assertThat(request(headers).id()).isEqualTo(first.id());
        assertThat(calls(Operation.CREATE_RESTORE)).isOne();
    }

    @Test
    void f26_aJobOfOursThatHasEndedIsNotUsedAgain() {
        Map<String, Object> headers = replicaSet();
        DownloadJob first = request(headers);
        strangerEnds(first.id());
        assertThat(request(headers).id()).isNotEqualTo(first.id());
    }

    @Test
    void f26_somebodyElsesDownloadIsWaitedFor() {
        String stranger = strangersJob();
        CompletableFuture<DownloadJob> ours = CompletableFuture.supplyAsync(() -> request(replicaSet()));
        Awaitility.await().atMost(PATIENCE).until(() -> calls(Operation.LIST_RESTORES) > 2);
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(2);
        assertThat(deleted()).isEmpty();
        strangerEnds(stranger);
        assertThat(ours.orTimeout(20, TimeUnit.SECONDS).join().id()).isNotEqualTo(stranger);
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(3);
        assertThat(deleted()).containsExactly(stranger);
    }

    @Test
    void f26_somebodyElsesDownloadBeyondTheDeadlineIsAConflict() {
        String stranger = strangersJob();
        OffsiteException failure = failure(() -> request(replicaSet(Duration.ofMillis(300))));
        JobRows.assertIs(failure, "somebody else's download of the snapshot lasts beyond the plan's deadline");
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(2);
        assertThat(open(stranger)).isTrue();
        assertLedgerEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY", "CANNOT_DOWNLOAD_JOB_IN_PROGRESS"})
    void f26_eitherCodeIsFollowedByALookAndAnotherRequest(String code) {
        first(Operation.CREATE_RESTORE, FaultAction.Reply.error(400, code));
        assertThat(request(replicaSet()).failed()).isFalse();
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(2);
        assertThat(calls(Operation.LIST_RESTORES)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TOO_MANY_SNAPSHOT_DOWNLOADS", "RATE_LIMITED_IP", "CANNOT_DOWNLOAD_EXPIRED_JOB"})
    void aRefusalThatPassesIsWaitedOut(String code) {
        first(Operation.CREATE_RESTORE, FaultAction.Reply.error(400, code));
        assertThat(request(replicaSet()).failed()).isFalse();
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(2);
    }

    @Test
    void anExpiredJobIsReplacedWhenALookSaysSo() {
        Map<String, Object> headers = replicaSet();
        DownloadJob asked = request(headers);
        strangerEnds(asked.id());
        first(Operation.GET_RESTORE, FaultAction.Reply.error(400, "CANNOT_DOWNLOAD_EXPIRED_JOB"));
        assertThat(await(asked, headers).id()).isNotEqualTo(asked.id());
    }

    @Test
    void aFreshJobIsHadByEndingTheLastOne() {
        Map<String, Object> headers = replicaSet();
        DownloadJob spent = await(request(headers), headers);
        end(spent, headers);
        DownloadJob fresh = await(request(headers), headers);
        assertThat(fresh.id()).isNotEqualTo(spent.id());
        assertThat(deleted()).containsExactly(spent.id());
    }

    @Test
    void aPermanentRefusalLeavesNothingInTheLedger() {
        always(Operation.CREATE_RESTORE, FaultAction.Reply.error(400, "CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION"));
        OffsiteException failure = failure(() -> request(replicaSet()));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(calls(Operation.CREATE_RESTORE)).isOne();
        assertLedgerEmpty();
    }

    @Test
    void withoutALedgerNothingIsAskedFor() throws IOException {
        Files.writeString(store("one").resolve(".offsite"), "a file stands where a directory should be");
        Files.writeString(store("two").resolve(".offsite"), "a file stands where a directory should be");
        failure(() -> request(replicaSet()));
        assertThat(calls(Operation.CREATE_RESTORE)).isZero();
    }
}
