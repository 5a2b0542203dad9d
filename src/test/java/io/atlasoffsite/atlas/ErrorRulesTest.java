package io.atlasoffsite.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorRulesTest {

    private static final String PROJECT = "32b6e34b3d91647abb20e7b8";

    @ParameterizedTest
    @EnumSource(
            value = ClusterKind.class,
            names = {"SHARED", "SERVERLESS"})
    void aSunsetFamilySaysWhatReplacedIt(ClusterKind kind) {
        for (String code : new String[] {"", "VERSION_GONE", "RESOURCE_NOT_FOUND"}) {
            ErrorRule gone = ErrorRules.of(410, code, Optional.of(kind));
            ErrorRule missing = ErrorRules.of(404, code, Optional.of(kind));
            assertThat(gone.reason()).isEqualTo(Reason.API_RETIRED);
            assertThat(missing.reason()).isEqualTo(Reason.API_RETIRED);
            assertThat(gone.hint()).contains("have become flex").isEqualTo(missing.hint());
        }
    }

    @Test
    void aMissingSnapshotOfASunsetFamilyIsStillAMissingSnapshot() {
        assertThat(ErrorRules.of(404, "TENANT_SNAPSHOT_NOT_FOUND", Optional.of(ClusterKind.SHARED))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(ErrorRules.of(404, "", Optional.of(ClusterKind.FLEX)).reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void aCodeBelongsToItsStatus() {
        assertThat(ErrorRules.of(403, "RATE_LIMITED_IP", Optional.empty()).reason())
                .isEqualTo(Reason.FORBIDDEN);
        assertThat(ErrorRules.of(599, "CLUSTER_NOT_FOUND", Optional.empty()).reason())
                .isEqualTo(Reason.ATLAS_UNAVAILABLE);
        assertThat(ErrorRules.of(418, "", Optional.empty()).retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST,CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API,true",
        "INVALID_REQUEST,CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API,true",
        "INVALID_REQUEST,INCORRECT_BACKUP_API_ENDPOINT,true",
        "NOT_FOUND,CLUSTER_NOT_FOUND,true",
        "NOT_FOUND,GROUP_NOT_FOUND,false",
        "INVALID_REQUEST,VALIDATION_ERROR,false",
        "UNAUTHORIZED,UNEXPECTED_ERROR,false",
    })
    void onlyTierCodesAndMissingClustersLeaveTheKindOpen(Reason reason, String code, boolean open) {
        OffsiteException refusal =
                OffsiteException.because(reason, "no").answer(400, code).build();
        assertThat(KindHints.maybeOtherKind(refusal)).isEqualTo(open);
    }

    @Test
    void aTenantInTheClusterListIsShared() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(KindHints.ofCluster(
                        json.readTree("{\"replicationSpecs\":[{\"regionConfigs\":[{\"providerName\":\"TENANT\"}]}]}")))
                .isEqualTo(ClusterKind.SHARED);
        assertThat(KindHints.ofCluster(json.readTree("{\"replicationSpecs\":null}")))
                .isEqualTo(ClusterKind.DEDICATED);
        assertThat(KindHints.ofCluster(json.readTree("{}"))).isEqualTo(ClusterKind.DEDICATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "a/b", "-a", "a b", "a\r\nHost: x", "a%2fb", "{{env:HOME}}", "${body}", "ä"})
    void f42_aHostileClusterNameNeverBecomesAPath(String name) {
        Assertions.assertThatExceptionOfType(OffsiteException.class)
                .isThrownBy(() -> AtlasCalls.listSnapshots(ClusterKind.FLEX, PROJECT, name))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.INVALID_REQUEST))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\r", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "32B6E34B3D91647ABB20E7B8", "32b6e34b3d91647abb20e7b", "../../../../../../api/x"})
    void f42_aHostileIdNeverBecomesAPath(String id) {
        Assertions.assertThatExceptionOfType(OffsiteException.class)
                .isThrownBy(() -> AtlasCalls.getSnapshot(ClusterKind.FLEX, PROJECT, "orders", id));
        Assertions.assertThatExceptionOfType(OffsiteException.class).isThrownBy(() -> AtlasCalls.getProject(id));
        Assertions.assertThatExceptionOfType(OffsiteException.class)
                .isThrownBy(() -> AtlasCalls.getJob(ClusterKind.FLEX, PROJECT, "orders", id));
    }
}
