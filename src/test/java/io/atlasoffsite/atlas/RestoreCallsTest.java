package io.atlasoffsite.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atlasoffsite.OffsiteException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestoreCallsTest {

    private static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    private static final String OTHER = "32b6e34b3d91647abb20e7ba";
    private static final String SNAPSHOT = "6a6f78e0cab84da5c4476b25";
    private static final RestoreJob.Target TARGET = new RestoreJob.Target(OTHER, "staging");
    private static final String ROOT = "/api/atlas/v2/groups/" + PROJECT;

    @Test
    void aFlexRestoreNamesNoDeliveryTypeWhichWouldNotBeHeeded() {
        AtlasCall call = RestoreCalls.ofSnapshot(source(ClusterKind.FLEX), SNAPSHOT, TARGET);

        assertThat(call.path()).isEqualTo(ROOT + "/flexClusters/orders/backup/restoreJobs");
        assertThat(call.version()).isEqualTo("2024-11-13");
        assertThat(call.body()).contains("""
                {"snapshotId":"6a6f78e0cab84da5c4476b25","targetDeploymentItemName":"staging",\
                "targetProjectId":"32b6e34b3d91647abb20e7ba"}""");
    }

    @Test
    void aSharedRestoreHasAPathOfItsOwn() {
        AtlasCall call = RestoreCalls.ofSnapshot(source(ClusterKind.SHARED), SNAPSHOT, TARGET);

        assertThat(call.path()).isEqualTo(ROOT + "/clusters/orders/backup/tenant/restore");
        assertThat(call.version()).isEqualTo("2023-01-01");
        assertThat(call.body().orElseThrow()).doesNotContain("deliveryType");
    }

    @Test
    void aDedicatedRestoreIsAutomated() {
        AtlasCall call = RestoreCalls.ofSnapshot(source(ClusterKind.DEDICATED), SNAPSHOT, TARGET);

        assertThat(call.path()).isEqualTo(ROOT + "/clusters/orders/backup/restoreJobs");
        assertThat(call.body()).contains("""
                {"deliveryType":"automated","snapshotId":"6a6f78e0cab84da5c4476b25","targetClusterName":"staging",\
                "targetGroupId":"32b6e34b3d91647abb20e7ba"}""");
    }

    @Test
    void aMomentIsAskedForInSecondsAndWithoutASnapshot() {
        AtlasCall call = RestoreCalls.ofMoment(
                source(ClusterKind.SERVERLESS), Instant.parse("2026-08-02T17:06:56.789Z"), TARGET);

        assertThat(call.path()).isEqualTo(ROOT + "/serverless/orders/backup/restoreJobs");
        assertThat(call.body()).contains("""
                {"deliveryType":"pointInTime","pointInTimeUTCSeconds":1785690416,"targetClusterName":"staging",\
                "targetGroupId":"32b6e34b3d91647abb20e7ba"}""");
    }

    @Test
    void anEntryOfTheOplogIsAskedForByItsTwoNumbers() {
        AtlasCall call = RestoreCalls.ofOplog(source(ClusterKind.DEDICATED), 1785690416L, 3, TARGET);

        assertThat(call.body().orElseThrow())
                .startsWith("{\"deliveryType\":\"pointInTime\",\"oplogTs\":1785690416,\"oplogInc\":3,");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLEX", "SHARED"})
    void kindsWithoutContinuousBackupKnowNoMoments(ClusterKind kind) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RestoreCalls.ofMoment(source(kind), Instant.EPOCH, TARGET));
    }

    @ParameterizedTest
    @EnumSource
    void noRestoreMayBeSentTwice(ClusterKind kind) {
        assertThat(RestoreCalls.ofSnapshot(source(kind), SNAPSHOT, TARGET).repeatable())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void noDownloadCanRestore(ClusterKind kind) {
        AtlasCall download = AtlasCalls.requestDownload(kind, PROJECT, "orders", SNAPSHOT);
        boolean restores =
                download.path().endsWith("/restoreJobs") || download.path().endsWith("/restore");

        assertThat(restores && (kind == ClusterKind.FLEX || kind == ClusterKind.SHARED))
                .isFalse();
        assertThat(!restores || download.body().orElseThrow().contains("\"deliveryType\":\"download\""))
                .isTrue();
    }

    @Test
    void f42_aTargetThatIsNoNameReachesNoPathAndNoBody() {
        RestoreJob.Target bad = new RestoreJob.Target(OTHER, "x\",\"deliveryType\":\"automated");

        assertThatExceptionOfType(OffsiteException.class)
                .isThrownBy(() -> RestoreCalls.ofSnapshot(source(ClusterKind.FLEX), SNAPSHOT, bad));
    }

    private static RestoreJob.Source source(ClusterKind kind) {
        return new RestoreJob.Source(kind, PROJECT, "orders");
    }
}
