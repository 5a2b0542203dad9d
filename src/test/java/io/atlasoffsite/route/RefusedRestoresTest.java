package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that must wipe nothing. */
class RefusedRestoresTest extends InAtlasSupport {

    @AfterEach
    void nothingWasWiped() {
        assertThat(sandbox().restoredClusters()).isEmpty();
        assertThat(audited()).noneMatch("asked"::equals).allMatch(line -> line.startsWith("failed "));
    }

    @ParameterizedTest
    @CsvSource({
        "rs-billing, rs-paused, is paused",
        "rs-billing, rs-old, runs MongoDB 7.0.24",
        "rs-billing, rs-missing, does not exist",
        "rs-billing, sharded-staging, is sharded",
        "rs-billing, flex-staging, is flex",
        "sharded-events, rs-staging, is a replica set",
        "sharded-events, sharded-small, has 1 shards",
        "flex-orders, sharded-staging, is sharded",
        "serverless-audit, rs-staging, is dedicated",
        "rs-billing, nobody-listed-me, is not among"
    })
    void aTargetThatDoesNotFitIsNotWiped(String cluster, String target, String words) {
        OffsiteException refusal = refused(request("r-1", cluster, target));

        assertThat(refusal).hasMessageContaining(words);
        assertThat(refusal.reason()).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(audited()).containsExactly("failed restore-refused");
    }

    @Test
    void aFlexClusterTakenForADedicatedOneIsNotRestored() {
        OffsiteException refusal = refused(as("dedicated", request("r-1", "flex-orders", "flex-staging")));

        assertThat(refusal).hasMessageContaining("flex-orders is flex, not dedicated");
    }

    @Test
    void aFlexClusterHasNoMoments() {
        AtlasRestoreRequest.Choice moment =
                new AtlasRestoreRequest.PointInTime(new AtlasRestoreRequest.At(clock().instant()), Optional.empty());

        assertThat(refused(request("r-1", "flex-orders", "flex-staging", moment)))
                .hasMessageContaining("point in time");
    }

    @Test
    void aFlexDownloadThatWouldHaveRestoredIsNoRequest() {
        String json = "{\"schema\":1,\"requestId\":\"r-1\",\"atlas\":\"sandbox\",\"project\":\"" + Sandbox.PROJECT
                + "\",\"cluster\":\"flex-orders\",\"newest\":true,\"deliveryType\":\"download\",\"target\":{\"project\":\""
                + Sandbox.RESTORE_PROJECT + "\",\"cluster\":\"flex-staging\"},\"confirm\":\"" + Sandbox.RESTORE_PROJECT
                + "/flex-staging\",\"notAfter\":\"2999-01-01T00:00:00Z\"}";

        OffsiteException refusal = refused(json);

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(refusal).hasMessageContaining("deliveryType");
    }

    @Test
    void aSnapshotThatIsNotCompletedIsNotRestored() {
        String queued = sandbox().snapshotIds(REPLICA_SET).get(9);

        assertThat(refused(request("r-1", REPLICA_SET, STAGING, new AtlasRestoreRequest.OfSnapshot(queued)))
                        .reason())
                .isEqualTo(Reason.CONFLICT);
    }

    @Test
    void aRequestOfYesterdayIsNotRestored() {
        AtlasRestoreRequest old = toStaging("r-1");
        clock().advance(Duration.ofDays(1));

        assertThat(refused(old)).hasMessageContaining("wanted until");
        assertThat(calls(Operation.CREATE_RESTORE)).isZero();
    }

    private static AtlasRestoreRequest as(String kind, AtlasRestoreRequest request) {
        return new AtlasRestoreRequest(
                request.requestId(),
                request.atlas(),
                request.project(),
                request.cluster(),
                Optional.of(kind),
                request.choice(),
                request.target(),
                request.confirm(),
                request.notAfter(),
                request.replyTo());
    }
}
