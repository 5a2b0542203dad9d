package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobTest {

    private static final String RS = "/clusters/rs-billing/backup/restoreJobs";

    private final Sandbox sandbox = Sandbox.start(SandboxClient.small().build());
    private final SandboxClient client = new SandboxClient(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aDedicatedDownloadIsBareAtFirstAndHasItsUrlForAnHourLater() {
        HttpResponse<String> made = client.post(RS, download(client.newest("rs-billing")));
        assertThat(made.statusCode()).isEqualTo(200);
        JsonNode bare = SandboxClient.json(made);
        assertThat(bare.path("deliveryUrl").isArray()).isTrue();
        assertThat(bare.path("deliveryUrl")).isEmpty();
        assertThat(bare.has("status")).isFalse();
        assertThat(bare.has("expiresAt")).isFalse();
        assertThat(bare.path("desiredTimestamp").path("date").isNull()).isTrue();
        String job = RS + "/" + bare.path("id").asText();
        assertThat(client.json(job).path("deliveryUrl")).isEmpty();
        JsonNode ready = client.json(job);
        assertThat(ready.path("deliveryUrl")).hasSize(1);
        Instant expires = Instant.parse(ready.path("expiresAt").asText());
        assertThat(Duration.between(sandbox.clock().instant(), expires))
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void f26_oneSnapshotIsNotDownloadedTwiceUntilTheJobIsDeleted() {
        String body = download(client.newest("rs-billing"));
        String id = SandboxClient.json(client.post(RS, body)).path("id").asText();
        assertThat(code(client.post(RS, body))).isEqualTo("CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY");
        assertThat(client.delete(RS + "/" + id).statusCode()).isEqualTo(204);
        assertThat(client.json(RS + "/" + id).path("cancelled").asBoolean()).isTrue();
        assertThat(client.post(RS, body).statusCode()).isEqualTo(200);
        assertThat(client.json(RS).path("results")).hasSize(2);
    }

    @Test
    void f26_aClusterHasOnlySoManyDownloads() {
        try (Sandbox other = Sandbox.start(SandboxClient.small().maxDownloads(1).build())) {
            SandboxClient its = new SandboxClient(other);
            String before = other.completedSnapshotIds("rs-billing").get(1);
            assertThat(its.post(RS, download(before)).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = its.post(RS, download(its.newest("rs-billing")));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(code(refused)).isEqualTo("TOO_MANY_SNAPSHOT_DOWNLOADS");
        }
    }

    @Test
    void snapshotsThatCannotBeDownloadedAreRefusedWithTheReason() {
        String running = sandbox.snapshotIds("flex-orders").get(7);
        HttpResponse<String> incomplete =
                client.post("/flexClusters/flex-orders/backup/download", "{\"snapshotId\":\"" + running + "\"}");
        assertThat(incomplete.statusCode()).isEqualTo(409);
        assertThat(code(incomplete)).isEqualTo("CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT");
        String encrypted = sandbox.snapshotIds("rs-billing").get(0);
        assertThat(code(client.post(RS, download(encrypted)))).isEqualTo("CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION");
        HttpResponse<String> serverless = client.post(
                "/serverless/serverless-audit/backup/restoreJobs", download(client.newest("serverless-audit")));
        assertThat(serverless.statusCode()).isEqualTo(403);
        assertThat(code(serverless)).isEqualTo("FEATURE_UNSUPPORTED");
    }

    @Test
    void badBodiesAreValidationErrorsThatNameTheField() {
        HttpResponse<String> empty = client.post("/flexClusters/flex-orders/backup/download", "{ <Payload> }");
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(SandboxClient.json(empty)
                        .at("/badRequestDetail/fields/0/field")
                        .asText())
                .isEqualTo("snapshotId");
        assertThat(code(client.post(RS, "{\"deliveryType\":\"pigeon\"}"))).isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void aFlexDownloadMayHaveToBeWaitedFor() {
        JobTiming timing = new JobTiming(2, 2, 2, 2, Duration.ofMinutes(4));
        try (Sandbox other = Sandbox.start(SandboxClient.small().timing(timing).build())) {
            SandboxClient its = new SandboxClient(other);
            JsonNode made = SandboxClient.json(its.post(
                    "/flexClusters/flex-orders/backup/download",
                    "{\"snapshotId\":\"" + its.newest("flex-orders") + "\"}"));
            assertThat(made.has("snapshotUrl")).isFalse();
            assertThat(made.path("status").asText()).isEqualTo("PENDING");
            String job = "/flexClusters/flex-orders/backup/restoreJobs/"
                    + made.path("id").asText();
            its.json(job);
            assertThat(its.json(job).path("status").asText()).isEqualTo("RUNNING");
            other.advance(Duration.ofMinutes(5));
            assertThat(its.json(job).path("snapshotUrl").asText()).startsWith(other.downloadUrl());
        }
    }

    @Test
    void aFlexRestoreRunsThroughItsStatesEvenWhenAskedToDownload() {
        String body = "{\"deliveryType\":\"download\",\"snapshotId\":\"" + client.newest("flex-orders")
                + "\",\"targetDeploymentItemName\":\"flex-orders\"}";
        JsonNode made = SandboxClient.json(client.post("/flexClusters/flex-orders/backup/restoreJobs", body));
        assertThat(made.path("deliveryType").asText()).isEqualTo("RESTORE");
        assertThat(made.path("status").asText()).isEqualTo("PENDING");
        assertThat(code(client.post("/flexClusters/flex-orders/backup/restoreJobs", body)))
                .isEqualTo("ATLAS_CLUSTER_RESTORE_IN_PROGRESS");
        String job = "/flexClusters/flex-orders/backup/restoreJobs/"
                + made.path("id").asText();
        assertThat(client.json(job).path("status").asText()).isEqualTo("RUNNING");
        assertThat(client.json(job).path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void sharedClustersDownloadAndRestoreByTheirOwnPaths() {
        String id = client.newest("m2-legacy");
        String tenant = "/clusters/m2-legacy/backup/tenant";
        JsonNode download = SandboxClient.json(client.post(tenant + "/download", "{\"snapshotId\":\"" + id + "\"}"));
        assertThat(download.path("snapshotUrl").asText()).startsWith(sandbox.downloadUrl());
        String restore = "{\"snapshotId\":\"" + id + "\",\"targetDeploymentItemName\":\"m2-legacy\"}";
        assertThat(client.post(tenant + "/restore", restore).statusCode()).isEqualTo(200);
        assertThat(client.json(tenant + "/restores").path("results")).hasSize(2);
        assertThat(client.json(tenant + "/restores/" + download.path("id").asText())
                        .path("snapshotUrl")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void dedicatedRestoresFinishAfterAFewLooks() {
        String target = "\"targetClusterName\":\"rs-billing\",\"targetGroupId\":\"" + Sandbox.PROJECT + "\"";
        String automated = "{\"deliveryType\":\"automated\",\"snapshotId\":\"" + client.newest("rs-billing") + "\","
                + target + "}";
        JsonNode made = SandboxClient.json(client.post(RS, automated));
        assertThat(made.has("finishedAt")).isFalse();
        String job = RS + "/" + made.path("id").asText();
        client.json(job);
        assertThat(client.json(job).has("finishedAt")).isTrue();
        String pit = "{\"deliveryType\":\"pointInTime\",\"pointInTimeUTCSeconds\":1785690416," + target + "}";
        assertThat(SandboxClient.json(client.post(RS, pit)).path("deliveryType").asText())
                .isEqualTo("pointInTime");
        String nowhere = automated.replace("\"targetClusterName\":\"rs-billing\"", "\"targetClusterName\":\"none\"");
        assertThat(code(client.post(RS, nowhere))).isEqualTo("CLUSTER_NOT_FOUND");
    }

    @Test
    void serverlessRestoresAreMadeByTheirOwnPath() {
        String jobs = "/serverless/serverless-audit/backup/restoreJobs";
        String target = "\"targetClusterName\":\"serverless-audit\",\"targetGroupId\":\"" + Sandbox.PROJECT + "\"}";
        String automated = "{\"deliveryType\":\"automated\",\"snapshotId\":\"" + client.newest("serverless-audit")
                + "\"," + target;
        JsonNode made = SandboxClient.json(client.post(jobs, automated));
        assertThat(made.at("/links/0/href").asText()).contains("/serverless/serverless-audit/");
        String job = jobs + "/" + made.path("id").asText();
        client.json(job);
        assertThat(client.json(job).has("finishedAt")).isTrue();
        String pit = "{\"deliveryType\":\"pointInTime\",\"oplogTs\":1785690416,\"oplogInc\":1," + target;
        assertThat(client.post(jobs, pit).statusCode()).isEqualTo(200);
    }

    @Test
    void aRestoreWipesItsTargetAndFillsItOnlyWhenItSucceeds() {
        String snapshot = client.newest("flex-orders");
        String body = "{\"snapshotId\":\"" + snapshot + "\",\"targetDeploymentItemName\":\"flex-orders\"}";
        String jobs = "/flexClusters/flex-orders/backup/restoreJobs";
        String job = jobs + "/"
                + SandboxClient.json(client.post(jobs, body)).path("id").asText();
        assertThat(sandbox.restoredClusters())
                .containsExactly(new RestoredCluster(Sandbox.PROJECT, "flex-orders", 1, ""));
        client.json(job);
        client.json(job);
        assertThat(sandbox.restoredClusters())
                .containsExactly(new RestoredCluster(Sandbox.PROJECT, "flex-orders", 1, snapshot));
        sandbox.faults()
                .add(Fault.always(Operation.CREATE_FLEX_RESTORE, new FaultAction.Job(FaultAction.Outcome.FAILED)));
        String failing = jobs + "/"
                + SandboxClient.json(client.post(jobs, body)).path("id").asText();
        client.json(failing);
        assertThat(client.json(failing).path("status").asText()).isEqualTo("FAILED");
        assertThat(sandbox.restoredClusters())
                .containsExactly(new RestoredCluster(Sandbox.PROJECT, "flex-orders", 2, ""));
    }

    @Test
    void aSnapshotTakenOnDemandIsQueuedThenRunsThenIsCompleted() {
        String path = "/clusters/rs-billing/backup/snapshots";
        JsonNode taken = SandboxClient.json(client.post(path, "{\"description\":\"now\",\"retentionInDays\":2}"));
        assertThat(taken.path("status").asText()).isEqualTo("queued");
        assertThat(taken.path("frequencyType").asText()).isEqualTo("ondemand");
        String id = taken.path("id").asText();
        assertThat(client.json(path + "/" + id).path("status").asText()).isEqualTo("inProgress");
        assertThat(client.json(path + "/" + id).path("status").asText()).isEqualTo("completed");
        assertThat(client.post(RS, download(id)).statusCode()).isEqualTo(200);
    }

    @Test
    void f25_snapshotsGoWhenTheirTimeHasCome() {
        String id = client.newest("flex-orders");
        sandbox.advance(Duration.ofDays(9));
        SandboxClient later = new SandboxClient(sandbox);
        assertThat(code(later.get("/flexClusters/flex-orders/backup/snapshots/" + id)))
                .isEqualTo("TENANT_SNAPSHOT_NOT_FOUND");
        assertThat(later.json("/flexClusters/flex-orders/backup/snapshots").path("results"))
                .isEmpty();
    }

    private static String download(String snapshot) {
        return "{\"deliveryType\":\"download\",\"snapshotId\":\"" + snapshot + "\"}";
    }

    private static String code(HttpResponse<String> reply) {
        return SandboxClient.json(reply).path("errorCode").asText();
    }
}
