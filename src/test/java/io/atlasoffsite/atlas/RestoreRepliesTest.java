package io.atlasoffsite.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreRepliesTest {

    private static final String JOB = "6a7948342c88faeba59eb866";
    private static final String SNAPSHOT = "6a79468a2c88faeba59de489";
    private static final RestoreJob.Target TARGET = new RestoreJob.Target("32b6e34b3d91647abb20e7ba", "staging");

    @Test
    void f21_aFlexJobIsRead() {
        RestoreJob job = RestoreReplies.job(ClusterKind.FLEX, json("""
                {"deliveryType":"RESTORE","id":"6a7948342c88faeba59eb866","instanceName":"orders","brandNew":[{}],
                 "restoreScheduledDate":"yesterday","snapshotId":"6a79468a2c88faeba59de489","status":"RUNNING",
                 "targetDeploymentItemName":"staging","targetProjectId":"32b6e34b3d91647abb20e7ba"}"""));

        assertThat(job.state()).isEqualTo(RestoreJob.State.RUNNING);
        assertThat(job.answers(Optional.of(SNAPSHOT), OptionalLong.empty(), TARGET))
                .isTrue();
        assertThat(job.answers(Optional.empty(), OptionalLong.empty(), TARGET)).isFalse();
        assertThat(job.answers(Optional.of(JOB), OptionalLong.empty(), TARGET)).isFalse();
    }

    @Test
    void f21_aDedicatedJobWithNullsAndFlagsIsRead() {
        RestoreJob job = RestoreReplies.job(ClusterKind.DEDICATED, json("""
                {"cancelled":false,"deliveryType":"automated","deliveryUrl":[],"desiredTimestamp":{"increment":null},
                 "expired":false,"failed":null,"finishedAt":null,"id":"6a7948342c88faeba59eb866",
                 "snapshotId":"6a79468a2c88faeba59de489","targetClusterName":"staging",
                 "targetGroupId":"32b6e34b3d91647abb20e7ba","timestamp":"2026-08-10T03:35:05Z"}"""));

        assertThat(job.state()).isEqualTo(RestoreJob.State.RUNNING);
        assertThat(job.answers(Optional.of(SNAPSHOT), OptionalLong.empty(), TARGET))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "pointInTimeUTCSeconds, 1754000000, true",
        "oplogTs, 1754000000, true",
        "pointInTimeUTCSeconds, 1754000001, false",
        "oplogTs, 1754000001, false",
        "unknownKey, 1754000001, true"
    })
    void ofAnotherMomentIsNoneOfOurs(String field, long second, boolean ours) {
        RestoreJob job = RestoreReplies.job(ClusterKind.DEDICATED, json("""
                {"deliveryType":"POINTINTIME","id":"6a7948342c88faeba59eb866","snapshotId":null,"targetClusterName":"staging",
                 "targetGroupId":"32b6e34b3d91647abb20e7ba","%s":%d}""".formatted(field, second)));

        assertThat(job.answers(Optional.empty(), OptionalLong.of(1754000000), TARGET))
                .isEqualTo(ours);
    }

    @Test
    void aJobOccupiesItsTargetUntilItHasEnded() {
        String job = """
                {"deliveryType":"automated","id":"6a7948342c88faeba59eb866","targetClusterName":"staging",
                 "targetGroupId":"32b6e34b3d91647abb20e7ba","finishedAt":%s}""";

        assertThat(RestoreReplies.job(ClusterKind.DEDICATED, json(job.formatted("null")))
                        .occupies(TARGET))
                .isTrue();
        assertThat(RestoreReplies.job(ClusterKind.DEDICATED, json(job.formatted("\"2026-08-10T03:35:05Z\"")))
                        .occupies(TARGET))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "FLEX, status:'PENDING', RUNNING",
        "FLEX, status:'QUEUED', RUNNING",
        "FLEX, status:'SOMETHING_NEW', RUNNING",
        "FLEX, status:'COMPLETED', COMPLETED",
        "SHARED, status:'FAILED', FAILED",
        "DEDICATED, finishedAt:'2026-08-10T03:35:05Z', COMPLETED",
        "DEDICATED, 'failed:true,finishedAt:2026', FAILED",
        "DEDICATED, 'cancelled:true,finishedAt:2026', CANCELLED",
        "SERVERLESS, expired:true, EXPIRED",
        "SERVERLESS, 'expired:false,cancelled:false', RUNNING"
    })
    void statesAreReadFromWordsAndFlags(ClusterKind kind, String fields, RestoreJob.State state) {
        StringBuilder body = new StringBuilder("{\"id\":\"" + JOB + "\"");
        for (String field : fields.split(",")) {
            String[] pair = field.replace("'", "").split(":", 2);
            boolean flag = pair[1].matches("true|false|[0-9]+");
            body.append(",\"").append(pair[0]).append("\":").append(flag ? pair[1] : "\"" + pair[1] + "\"");
        }

        RestoreJob job = RestoreReplies.job(kind, json(body + "}"));

        assertThat(job.state()).isEqualTo(state);
        assertThat(job.state().ended()).isEqualTo(state != RestoreJob.State.RUNNING);
    }

    @Test
    void downloadsAreNoRestores() {
        JsonNode page = json("""
                {"results":[{"id":"6a7948342c88faeba59eb866","deliveryType":"download"},
                            {"id":"6a79468a2c88faeba59de489","deliveryType":"pointInTime"},
                            {"id":"6a79468a2c88faeba59de480","deliveryType":"DOWNLOAD"}]}""");

        assertThat(RestoreReplies.jobs(ClusterKind.DEDICATED, page))
                .extracting(RestoreJob::id)
                .containsExactly(SNAPSHOT);
        assertThat(RestoreReplies.jobs(ClusterKind.FLEX, json("{\"results\":null}")))
                .isEmpty();
    }

    @Test
    void f21_aClusterIsReadWithWhatAtlasTells() {
        ClusterState sharded = RestoreReplies.cluster(ClusterKind.DEDICATED, json("""
                {"name":"staging","clusterType":"SHARDED","paused":true,"stateName":"IDLE","mongoDBMajorVersion":"8.0",
                 "replicationSpecs":[{"id":"a"},{"id":"b","numShards":2}]}"""));

        assertThat(sharded.sharded()).isTrue();
        assertThat(sharded.paused()).isTrue();
        assertThat(sharded.shards()).hasValue(3);
        assertThat(sharded.version()).isEqualTo("8.0");
        ClusterState bare = RestoreReplies.cluster(ClusterKind.FLEX, json("{\"paused\":null}"));
        assertThat(bare.paused()).isFalse();
        assertThat(bare.shards()).isEmpty();
        assertThat(bare.version()).isEmpty();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
