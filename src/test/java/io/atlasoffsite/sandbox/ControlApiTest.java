package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlApiTest {

    private final Sandbox sandbox = Sandbox.start(SandboxClient.small().build());
    private final SandboxClient client = new SandboxClient(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void faultsAreAddedShownAndRemoved() {
        String fault =
                "{\"faults\":[{\"operation\":\"getFlexCluster\",\"action\":{\"type\":\"reply\",\"status\":502}}]}";
        assertThat(send("POST", "/sandbox/faults", fault).statusCode()).isEqualTo(200);
        assertThat(client.get("/flexClusters/flex-orders").statusCode()).isEqualTo(502);
        JsonNode shown = SandboxClient.json(send("GET", "/sandbox/faults", ""));
        assertThat(shown.at("/faults/0/action/type").asText()).isEqualTo("reply");
        assertThat(send("POST", "/sandbox/faults", shown.toString()).statusCode())
                .isEqualTo(200);
        assertThat(send("DELETE", "/sandbox/faults", "").statusCode()).isEqualTo(204);
        assertThat(client.get("/flexClusters/flex-orders").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/sandbox/faults", "{\"faults\":[{}]}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void requestsAreShownAndForgotten() {
        client.get("/flexClusters");
        JsonNode shown = SandboxClient.json(send("GET", "/sandbox/requests", ""));
        assertThat(shown.findValuesAsText("operation")).contains("token", "listFlexClusters");
        assertThat(shown.get(1).path("authorized").asBoolean()).isTrue();
        send("DELETE", "/sandbox/requests", "");
        assertThat(sandbox.requests(Operation.LIST_FLEX_CLUSTERS)).isEmpty();
    }

    @Test
    void restoresAreShown() {
        assertThat(SandboxClient.json(send("GET", "/sandbox/restores", ""))).isEmpty();
        String body = "{\"snapshotId\":\"" + client.newest("flex-orders")
                + "\",\"targetDeploymentItemName\":\"flex-orders\"}";
        client.post("/flexClusters/flex-orders/backup/restoreJobs", body);
        JsonNode shown = SandboxClient.json(send("GET", "/sandbox/restores", ""));
        assertThat(shown.at("/0/cluster").asText()).isEqualTo("flex-orders");
        assertThat(shown.at("/0/restores").asInt()).isEqualTo(1);
    }

    @Test
    void theClockMoves() {
        Instant before = sandbox.clock().instant();
        send("POST", "/sandbox/clock", "{\"advance\":\"PT2H\"}");
        assertThat(Duration.between(before, sandbox.clock().instant())).isGreaterThan(Duration.ofMinutes(119));
        send("POST", "/sandbox/clock", "{\"set\":\"2026-08-02T17:05:10Z\"}");
        assertThat(SandboxClient.json(send("GET", "/sandbox/clock", ""))
                        .path("now")
                        .asText())
                .startsWith("2026-08-02T17:05:1");
        assertThat(send("POST", "/sandbox/clock", "{\"advance\":\"soon\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void tokensAreRevoked() {
        client.token();
        assertThat(send("POST", "/sandbox/tokens/revoke", "").statusCode()).isEqualTo(204);
        assertThat(client.get("").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return client.send(SandboxClient.plain(sandbox.baseUrl() + path)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }
}
