package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {

    private static final String NOWHERE = "/abcdefabcdefabcdefabcdef";

    private final Sandbox sandbox = Sandbox.start(SandboxClient.small().build());
    private final SandboxClient client = new SandboxClient(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aFlexSnapshotHasEveryFieldOfItsPage() {
        JsonNode snapshot = client.json("/flexClusters/flex-orders/backup/snapshots/" + client.newest("flex-orders"));
        assertThat(names(snapshot))
                .containsExactly(
                        "expiration",
                        "finishTime",
                        "id",
                        "links",
                        "mongoDBVersion",
                        "scheduledTime",
                        "startTime",
                        "status");
        assertThat(snapshot.path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void aSharedSnapshotHasTheFlexShapeAndSaysThatItRetires() {
        HttpResponse<String> reply =
                client.get("/clusters/m2-legacy/backup/tenant/snapshots/" + client.newest("m2-legacy"));
        assertThat(SandboxClient.json(reply).has("mongoDBVersion")).isTrue();
        assertThat(reply.headers().firstValue("Sunset")).contains("Thu, 22 Jan 2026 00:00:00 GMT");
        assertThat(reply.headers().firstValue("Deprecation")).isPresent();
    }

    @Test
    void aReplicaSetSnapshotHasTheFieldsOfItsPage() {
        List<String> all = new ArrayList<>();
        for (JsonNode snapshot :
                client.json("/clusters/rs-billing/backup/snapshots").path("results")) {
            String path = "/clusters/rs-billing/backup/snapshots/"
                    + snapshot.path("id").asText();
            all.addAll(names(client.json(path)));
        }
        assertThat(all)
                .contains(
                        "cloudProvider",
                        "copyRegions",
                        "createdAt",
                        "description",
                        "expiresAt",
                        "frequencyType",
                        "id",
                        "links",
                        "masterKeyUUID",
                        "mongodVersion",
                        "policyItems",
                        "replicaSetName",
                        "snapshotType",
                        "status",
                        "storageSizeBytes",
                        "type");
    }

    @Test
    void aServerlessSnapshotHasTheFieldsOfItsPage() {
        String id = client.newest("serverless-audit");
        JsonNode snapshot = client.json("/serverless/serverless-audit/backup/snapshots/" + id);
        assertThat(names(snapshot))
                .containsExactly(
                        "createdAt",
                        "expiresAt",
                        "frequencyType",
                        "id",
                        "links",
                        "mongodVersion",
                        "serverlessInstanceName",
                        "snapshotType",
                        "status",
                        "storageSizeBytes");
    }

    @Test
    void aFlexDownloadHasEveryFieldOfItsPage() {
        String body = "{\"snapshotId\":\"" + client.newest("flex-orders") + "\"}";
        HttpResponse<String> reply = client.post("/flexClusters/flex-orders/backup/download", body);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(names(SandboxClient.json(reply)))
                .containsExactly(
                        "deliveryType",
                        "expirationDate",
                        "id",
                        "instanceName",
                        "links",
                        "projectId",
                        "restoreFinishedDate",
                        "restoreScheduledDate",
                        "snapshotFinishedDate",
                        "snapshotId",
                        "snapshotUrl",
                        "status",
                        "targetDeploymentItemName",
                        "targetProjectId");
    }

    @Test
    void anUnfinishedDedicatedSnapshotHasNoDateAndNoSize() {
        for (JsonNode snapshot :
                client.json("/clusters/rs-billing/backup/snapshots").path("results")) {
            boolean completed = snapshot.path("status").asText().equals("completed");
            assertThat(snapshot.has("createdAt")).isEqualTo(completed);
            assertThat(snapshot.path("storageSizeBytes").asLong() > 0).isEqualTo(completed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/flexClusters/flex-orders/backup/snapshots/XYZ, 400, VALIDATION_ERROR",
        "/clusters/rs-billing/backup/snapshots/XYZ, 400, VALIDATION_ERROR",
        "/flexClusters/-bad/backup/snapshots, 400, VALIDATION_ERROR",
        "/flexClusters/flex-orders?pretty=yes, 400, VALIDATION_ERROR",
        "/flexClusters/flex-orders/backup/snapshots?itemsPerPage=501, 400, VALIDATION_ERROR",
        "/flexClusters/none/backup/snapshots, 404, CLUSTER_NOT_FOUND",
        "/flexClusters/flex-orders/backup/snapshots" + NOWHERE + ", 404, TENANT_SNAPSHOT_NOT_FOUND",
        "/clusters/rs-billing/backup/snapshots" + NOWHERE + ", 404, SNAPSHOT_NOT_FOUND",
        "/clusters/rs-billing/backup/restoreJobs" + NOWHERE + ", 404, RESTORE_JOB_NOT_FOUND",
        "/flexClusters/rs-billing/backup/snapshots, 400, CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API",
        "/clusters/flex-orders/backup/snapshots, 400, CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API",
        "/clusters/m2-legacy/backup/snapshots, 400, INCORRECT_BACKUP_API_ENDPOINT",
        "/clusters/sharded-events/backup/snapshots, 400, INCORRECT_BACKUP_API_ENDPOINT",
        "/nothing, 404, RESOURCE_NOT_FOUND"
    })
    void f20_errorsCarryTheirCodeInBodyAndHeader(String path, int status, String code) {
        HttpResponse<String> reply = client.get(path);
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.headers().firstValue("X-Error-Code")).contains(code);
        JsonNode body = SandboxClient.json(reply);
        assertThat(body.path("error").asInt()).isEqualTo(status);
        assertThat(body.path("errorCode").asText()).isEqualTo(code);
        assertThat(body.path("reason").asText()).isNotEmpty();
        assertThat(body.path("detail").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "abcdefabcdefabcdefabcdef, 404, GROUP_NOT_FOUND",
        Sandbox.FOREIGN_PROJECT + ", 401, UNEXPECTED_ERROR",
        "NOTHEX, 400, VALIDATION_ERROR"
    })
    void projectsThatAreNotOursAreRefused(String project, int status, String code) {
        HttpResponse<String> reply = client.get("/../" + project);
        HttpResponse<String> direct =
                client.send(SandboxClient.plain(sandbox.baseUrl() + "/api/atlas/v2/groups/" + project)
                        .header("Accept", SandboxClient.CLUSTERS)
                        .header("Authorization", "Bearer " + client.token()));
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(direct.statusCode()).isEqualTo(status);
        assertThat(SandboxClient.json(direct).path("errorCode").asText()).isEqualTo(code);
    }

    @Test
    void anotherMethodIs405() {
        assertThat(client.delete("/flexClusters").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.atlas.2025-03-12+json, 200, 2024-08-05",
        "application/vnd.atlas.2023-05-01+json, 200, 2023-02-01",
        "application/vnd.atlas.2023-01-01+json, 200, 2023-01-01",
        "application/vnd.atlas.2022-01-01+json, 406, ''",
        "application/vnd.atlas.2025-02-30+json, 400, ''",
        "application/vnd.atlas.soon+json, 400, ''",
        "application/json, 406, ''",
        "*/*, 406, ''"
    })
    void theNewestVersionNotAfterTheOneAskedForIsServed(String accept, int status, String served) {
        HttpResponse<String> reply = client.send(
                SandboxClient.plain(sandbox.baseUrl() + "/api/atlas/v2/groups/" + Sandbox.PROJECT + "/clusters")
                        .header("Accept", accept)
                        .header("Authorization", "Bearer " + client.token()));
        assertThat(reply.statusCode()).isEqualTo(status);
        if (status == 200) {
            assertThat(reply.headers().firstValue("Content-Type"))
                    .contains("application/vnd.atlas." + served + "+json;charset=utf-8");
        } else {
            assertThat(SandboxClient.json(reply).path("errorCode").asText()).isEqualTo("INVALID_VERSION_DATE");
        }
    }

    @Test
    void envelopeAndPrettyDoAsThePagesSay() {
        JsonNode one = client.json("/flexClusters/flex-orders?envelope=true");
        assertThat(one.path("status").asInt()).isEqualTo(200);
        assertThat(one.path("content").path("name").asText()).isEqualTo("flex-orders");
        JsonNode list = client.json("/flexClusters?envelope=true");
        assertThat(list.path("status").asInt()).isEqualTo(200);
        assertThat(list.path("results")).isNotEmpty();
        assertThat(client.get("/flexClusters/flex-orders?pretty=true").body()).contains("\n");
        assertThat(client.get("/flexClusters/flex-orders").body()).doesNotContain("\n");
    }

    @Test
    void f27_listsHavePagesWhoseNextLinkNamesAnotherHost() {
        String path = "/flexClusters/flex-orders/backup/snapshots?itemsPerPage=3&pageNum=";
        JsonNode first = client.json(path + 1);
        assertThat(first.path("results")).hasSize(3);
        assertThat(first.path("totalCount").asInt()).isEqualTo(8);
        JsonNode next = first.path("links").get(1);
        assertThat(next.path("rel").asText()).isEqualTo("next");
        assertThat(next.path("href").asText())
                .startsWith("https://cloud.mongodb.com/api/atlas/v2/groups/")
                .contains("pageNum=2");
        assertThat(client.json(path + 3).path("results")).hasSize(2);
        assertThat(client.json(path + 3 + "&includeCount=false").has("totalCount"))
                .isFalse();
        assertThat(client.json(path + 9).path("results")).isEmpty();
    }

    @Test
    void flexListsComeOldestFirst() {
        List<String> times = new ArrayList<>();
        for (JsonNode one :
                client.json("/flexClusters/flex-orders/backup/snapshots").path("results")) {
            times.add(one.path("scheduledTime").asText());
        }
        assertThat(times).hasSize(8).isSorted();
    }

    @Test
    void everyClusterIsListedByItsOwnApi() {
        assertThat(clusters("/flexClusters")).containsExactly("flex-orders");
        assertThat(clusters("/clusters")).containsExactly("m2-legacy", "rs-billing", "sharded-events");
        assertThat(clusters("/serverless")).containsExactly("serverless-audit");
        assertThat(client.json("/clusters/rs-billing").path("clusterType").asText())
                .isEqualTo("REPLICASET");
    }

    @Test
    void aShardedSnapshotNamesEveryReplicaSet() {
        String path = "/clusters/sharded-events/backup/snapshots/shardedCluster/" + client.newest("sharded-events");
        assertThat(client.json(path).path("members")).hasSize(3);
        assertThat(client.json("/clusters/sharded-events/backup/snapshots/shardedClusters")
                        .path("results"))
                .hasSize(8);
    }

    @Test
    void idsAreTheSameInEverySandbox() {
        try (Sandbox other = Sandbox.start(SandboxClient.small().build())) {
            assertThat(other.snapshotIds("rs-billing")).isEqualTo(sandbox.snapshotIds("rs-billing"));
        }
    }

    @Test
    void retiredFamiliesAnswer410() {
        try (Sandbox retired = Sandbox.start(SandboxClient.small().sunset(true).build())) {
            SandboxClient other = new SandboxClient(retired);
            HttpResponse<String> reply = other.get("/serverless/serverless-audit/backup/snapshots");
            assertThat(reply.statusCode()).isEqualTo(410);
            assertThat(reply.headers().firstValue("X-Error-Code")).contains("VERSION_GONE");
            assertThat(other.get("/clusters/m2-legacy/backup/tenant/snapshots").statusCode())
                    .isEqualTo(410);
            assertThat(other.get("/flexClusters").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void manyClustersCanBeGenerated() {
        try (Sandbox many = Sandbox.start(SandboxClient.small()
                .generatedClusters(300)
                .snapshotsPerCluster(30)
                .build())) {
            SandboxClient other = new SandboxClient(many);
            assertThat(other.json("/flexClusters?itemsPerPage=500").path("results"))
                    .hasSize(151);
            assertThat(many.snapshotIds("generated-0300")).hasSize(30);
        }
    }

    private List<String> clusters(String path) {
        List<String> names = new ArrayList<>();
        client.json(path)
                .path("results")
                .forEach(cluster -> names.add(cluster.path("name").asText()));
        return names;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
