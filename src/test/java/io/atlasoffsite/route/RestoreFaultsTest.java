package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxClient;
import io.atlasoffsite.store.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores in Atlas while something goes wrong: one job at most, and a true outcome. */
class RestoreFaultsTest extends InAtlasSupport {

    @Test
    void f20_whatAtlasRefusesForGoodIsRefusedEachTimeItComes() {
        first(Operation.CREATE_RESTORE, FaultAction.Reply.error(403, "CANNOT_RESTORE_TO_TARGET"));

        OffsiteException refusal = refused(toStaging("r-1"));

        assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(refusal.hint()).contains("another requestId");
        OffsiteException again = refused(toStaging("r-1"));
        assertThat(again).hasMessage(refusal.getMessage());
        assertThat(again.code()).isEqualTo("CANNOT_RESTORE_TO_TARGET");
        assertThat(again.hint()).isEqualTo(refusal.hint());
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(1);
        assertThat(audited()).containsExactly("asked", "failed forbidden", "failed forbidden");
    }

    @ParameterizedTest
    @CsvSource({"409, ATLAS_CLUSTER_RESTORE_IN_PROGRESS", "429, RATE_LIMITED_TOKEN_BUCKET"})
    void f17_whatAtlasPutsOffIsAskedForAgain(int status, String code) throws IOException {
        sandbox().faults().add(Fault.first(2, Operation.CREATE_RESTORE, FaultAction.Reply.error(status, code)));

        assertThat(restored(toStaging("r-1")).outcome().word()).isEqualTo("completed");

        assertThat(wiped(STAGING)).isEqualTo(1);
        assertThat(steps("r-1")).containsExactly("intent", "waiting", "intent", "waiting", "intent", "job", "ended");
    }

    @Test
    void itWaitsWhileSomebodyElseRestoresToTheTarget() {
        String theirs = "{\"deliveryType\":\"automated\",\"snapshotId\":\"" + newest(REPLICA_SET)
                + "\",\"targetClusterName\":\"rs-staging\",\"targetGroupId\":\"" + Sandbox.RESTORE_PROJECT + "\"}";
        SandboxClient stranger = new SandboxClient(sandbox());
        String jobs = "/clusters/" + REPLICA_SET + "/backup/restoreJobs";
        String job = SandboxClient.json(stranger.post(jobs, theirs)).path("id").asText();
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            Future<Exchange> ours = background.submit(() -> send(toStaging("r-1")));
            await().until(() -> calls(Operation.LIST_RESTORES) >= 3);
            assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(1);
            stranger.json(jobs + "/" + job);
            stranger.json(jobs + "/" + job);

            await().until(ours::isDone);
            assertThat(ours.get().getException()).isNull();
            assertThat(wiped(STAGING)).isEqualTo(2);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        } finally {
            background.shutdownNow();
        }
    }

    @Test
    void whatIsPutOffUntilNobodyWantsItAnyMoreIsNotAskedForAgain() {
        always(Operation.CREATE_RESTORE, FaultAction.Reply.error(409, "ATLAS_CLUSTER_RESTORE_IN_PROGRESS"));
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            Future<OffsiteException> late = background.submit(() -> refused(toStaging("r-1")));
            await().until(() -> calls(Operation.CREATE_RESTORE) >= 2);
            clock().advance(Duration.ofHours(1));
            await().until(late::isDone);
            assertThat(late.get()).hasMessageContaining("wanted until");
            assertThat(late.get().reason()).isEqualTo(Reason.RESTORE_REFUSED);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        } finally {
            background.shutdownNow();
        }
        assertThat(wiped(STAGING)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503})
    void f18_afterAFailureOfAtlasTheRequestIsNotSentAgain(int status) {
        first(Operation.CREATE_RESTORE, FaultAction.Reply.error(status, ""));

        OffsiteException unknown = refused(toStaging("r-1"));

        assertThat(unknown.reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE);
        assertThat(unknown.retryable()).isTrue();
        assertThat(unknown).hasMessageContaining("nobody knows");
        assertThat(refused(toStaging("r-1"))).hasMessageContaining("nobody knows");
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(1);
        assertThat(audited()).containsExactly("asked", "unknown atlas-unavailable", "unknown atlas-unavailable");
    }

    @ParameterizedTest
    @CsvSource({"flex-orders, flex-staging", "rs-billing, rs-staging", "serverless-audit, serverless-staging"})
    void f23_aJobWhoseAnswerWasLostIsFoundAndFollowed(String cluster, String target) {
        sandbox().faults().add(Fault.first(1, create(cluster), new FaultAction.CloseAfterWork()));

        assertThat(restored(request("r-1", cluster, target)).outcome().word()).isEqualTo("completed");

        assertThat(wiped(target)).isEqualTo(1);
        assertThat(calls(create(cluster))).isEqualTo(1);
    }

    @Test
    void f23_ofTwoJobsThatMayBeOursNoneIsTaken() throws IOException {
        first(Operation.CREATE_RESTORE, new FaultAction.Reply(200, "", Map.of(), "text/html", "<p>"));
        OffsiteException unknown = refused(toStaging("r-1"));
        assertThat(unknown.reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE);
        restored(toStaging("r-2"));
        restored(toStaging("r-3"));

        assertThat(refused(toStaging("r-1"))).hasMessageContaining("several jobs");
        assertThat(wiped(STAGING)).isEqualTo(2);
        assertThat(steps("r-1")).containsExactly("intent");
    }

    @Test
    void f19_aTokenThatEndsAtTheRequestIsRenewed() {
        first(Operation.CREATE_RESTORE, FaultAction.Reply.error(401, ""));

        assertThat(restored(toStaging("r-1")).outcome().word()).isEqualTo("completed");
        assertThat(wiped(STAGING)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, ATLAS_UNAVAILABLE, has failed",
        "EXPIRED, ATLAS_UNAVAILABLE, has expired",
        "CANCELLED, CONFLICT, was cancelled"
    })
    void f24_aJobThatEndsOtherwiseIsAFailure(FaultAction.Outcome outcome, Reason reason, String words) {
        first(Operation.CREATE_RESTORE, new FaultAction.Job(outcome));

        OffsiteException failure = refused(toStaging("r-1"));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).hasMessageContaining(words);
        assertThat(failure.hint()).contains("may be empty");
        assertThat(refused(toStaging("r-1"))).hasMessage(failure.getMessage());
        assertThat(wiped(STAGING)).isEqualTo(1);
    }

    @Test
    void f22_aJobThatNeverEndsIsLeftAtLastAndFollowedByTheSameRequest() {
        first(Operation.CREATE_RESTORE, new FaultAction.Job(FaultAction.Outcome.NEVER));
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            Future<OffsiteException> left = background.submit(() -> refused(toStaging("r-1")));
            await().until(() -> calls(Operation.GET_RESTORE) >= 2);
            clock().advance(PrepareRestore.PATIENCE);
            await().until(left::isDone);
            assertThat(left.get().retryable()).isTrue();
            assertThat(left.get().hint()).contains("follows it further");
        } catch (Exception failed) {
            throw new AssertionError(failed);
        } finally {
            background.shutdownNow();
        }
        assertThat(audited()).containsExactly("asked", "unknown atlas-unavailable");
    }

    @Test
    void f38_anIdThatComesWithAnotherRequestIsRefused() {
        restored(toStaging("r-1"));
        AtlasRestoreRequest other = request(
                "r-1",
                REPLICA_SET,
                STAGING,
                new AtlasRestoreRequest.OfSnapshot(
                        sandbox().completedSnapshotIds(REPLICA_SET).get(1)));

        OffsiteException refusal = refused(other);

        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(wiped(STAGING)).isEqualTo(1);
    }

    @Test
    void f38_aHundredAtOnceMakeOneJob() throws Exception {
        AtlasRestoreRequest request = toStaging("r-1");
        ExecutorService crowd = Executors.newFixedThreadPool(20);
        try {
            List<Callable<Exchange>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(() -> send(request));
            }
            for (Future<Exchange> one : crowd.invokeAll(all)) {
                assertThat(one.get().getException()).isNull();
            }
        } finally {
            crowd.shutdownNow();
        }
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(1);
        assertThat(wiped(STAGING)).isEqualTo(1);
    }

    @Test
    void f45_aDamagedEntryIsRefusedAndNothingIsAskedFor() throws IOException {
        Path folder = Files.createDirectories(store("one").resolve(Layout.request("r-1")));
        Files.writeString(folder.resolve("0001.json"), "{\"step\":");

        assertThat(refused(toStaging("r-1"))).hasMessageContaining("is damaged");
        assertThat(calls(Operation.CREATE_RESTORE)).isZero();
    }

    private static Operation create(String cluster) {
        return switch (cluster) {
            case "flex-orders" -> Operation.CREATE_FLEX_RESTORE;
            case "serverless-audit" -> Operation.CREATE_SERVERLESS_RESTORE;
            default -> Operation.CREATE_RESTORE;
        };
    }

    /** The words of a request's steps, in order. */
    private List<String> steps(String requestId) throws IOException {
        List<String> words = new ArrayList<>();
        Path folder = store("one").resolve(Layout.request(requestId));
        for (int number = 1; Files.exists(folder.resolve(String.format("%04d.json", number))); number++) {
            words.add(new ObjectMapper()
                    .readTree(folder.resolve(String.format("%04d.json", number)).toFile())
                    .path("step")
                    .asText());
        }
        return words;
    }
}
