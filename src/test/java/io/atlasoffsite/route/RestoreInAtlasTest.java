package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.RestoreOutcome;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.RestoredCluster;
import io.atlasoffsite.sandbox.Sandbox;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What restores in Atlas do when nothing goes wrong. */
class RestoreInAtlasTest extends InAtlasSupport {

    @ParameterizedTest
    @CsvSource({
        "flex-orders, flex-staging",
        "m2-legacy, m2-staging",
        "rs-billing, rs-staging",
        "sharded-events, sharded-staging",
        "serverless-audit, serverless-staging",
        "flex-orders, rs-staging"
    })
    void theNewestSnapshotOfEachKindIsRestored(String cluster, String target) {
        RestoreResult result = restored(request("r-1", cluster, target));

        assertThat(result.outcome()).isInstanceOf(RestoreOutcome.Completed.class);
        assertThat(result.subject().what()).isEqualTo(newest(cluster));
        assertThat(result.subject().where()).isEqualTo(Sandbox.RESTORE_PROJECT + "/" + target);
        assertThat(sandbox().restoredClusters())
                .containsExactly(new RestoredCluster(Sandbox.RESTORE_PROJECT, target, 1, newest(cluster)));
        assertThat(audited()).containsExactly("asked", "completed");
    }

    static Stream<Arguments> moments() {
        AtlasRestoreRequest.Moment at = new AtlasRestoreRequest.At(Instant.parse("2026-08-02T17:06:56Z"));
        return Stream.of(
                Arguments.of("rs-billing", "rs-staging", at),
                Arguments.of("rs-billing", "rs-staging", new AtlasRestoreRequest.Oplog(1_785_690_416L, 2)),
                Arguments.of("sharded-events", "sharded-staging", at),
                Arguments.of("serverless-audit", "serverless-staging", at));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aMomentIsRestoredWhereThereIsContinuousBackup(
            String cluster, String target, AtlasRestoreRequest.Moment moment) {
        AtlasRestoreRequest.Choice choice = new AtlasRestoreRequest.PointInTime(moment, Optional.empty());

        RestoreResult result = restored(request("r-1", cluster, target, choice));

        assertThat(result.outcome().word()).isEqualTo("completed");
        assertThat(wiped(target)).isEqualTo(1);
    }

    @Test
    void aSnapshotThatIsNamedIsRestored() {
        String older = sandbox().completedSnapshotIds(REPLICA_SET).get(1);

        restored(request("r-1", REPLICA_SET, STAGING, new AtlasRestoreRequest.OfSnapshot(older)));

        assertThat(sandbox().restoredClusters())
                .extracting(RestoredCluster::snapshot)
                .containsExactly(older);
    }

    @Test
    void f38_aRequestThatComesAgainIsAnsweredAndAsksForNothing() {
        RestoreResult first = restored(toStaging("r-1"));
        clock().advance(java.time.Duration.ofDays(1));

        assertThat(restored(toStaging("r-1"))).isEqualTo(first);
        assertThat(calls(Operation.CREATE_RESTORE)).isEqualTo(1);
    }

    @Test
    void theRequestMayBeJson() {
        String json = "{\"schema\":1,\"requestId\":\"r-1\",\"atlas\":\"sandbox\",\"project\":\"" + Sandbox.PROJECT
                + "\",\"cluster\":\"rs-billing\",\"newest\":true,\"target\":{\"project\":\"" + Sandbox.RESTORE_PROJECT
                + "\",\"cluster\":\"rs-staging\"},\"confirm\":\"" + Sandbox.RESTORE_PROJECT
                + "/rs-staging\",\"notAfter\":\"2999-01-01T00:00:00Z\"}";

        assertThat(restored(json).outcome().word()).isEqualTo("completed");
    }

    @Test
    void itIsAnnouncedThatARestoreBeginsAndHowItEnded() {
        var events = context.getEndpoint(EVENTS, org.apache.camel.component.mock.MockEndpoint.class);

        restored(toStaging("r-1"));

        assertThat(events.getReceivedExchanges())
                .extracting(event -> event.getMessage().getBody(String.class))
                .satisfiesExactly(
                        started -> assertThat(started).contains("restore.started", newest(REPLICA_SET)),
                        completed -> assertThat(completed).contains("restore.completed", "in-atlas", "jobId"));
    }
}
