package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DownloadTest {

    private final Sandbox sandbox = Sandbox.start(SandboxClient.small().build());
    private final SandboxClient client = new SandboxClient(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aFlexLinkServesLengthRangeAndTag() {
        String url = client.flexUrl();
        assertThat(url).startsWith(sandbox.downloadUrl()).contains("X-Amz-Signature=", "%2B", "X-Amz-Expires=14400");
        HttpResponse<byte[]> whole = client.bytes(SandboxClient.plain(url));
        assertThat(facts(whole.body())).isEqualTo(sandbox.archiveAt(url));
        assertThat(facts(whole.body())).isEqualTo(sandbox.archive(client.newest("flex-orders"), "flex-orders"));
        assertThat(whole.headers().firstValueAsLong("Content-Length")).hasValue(whole.body().length);
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> part = client.bytes(
                SandboxClient.plain(url).header("Range", "bytes=1000-").header("If-Range", tag));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range"))
                .contains("bytes 1000-" + (whole.body().length - 1) + "/" + whole.body().length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 1000, whole.body().length));
    }

    @Test
    void rangesFollowTheRules() {
        String url = client.flexUrl();
        byte[] whole = client.bytes(SandboxClient.plain(url)).body();
        assertThat(range(url, "bytes=0-0").body()).hasSize(1);
        assertThat(range(url, "bytes=-10").body())
                .isEqualTo(Arrays.copyOfRange(whole, whole.length - 10, whole.length));
        assertThat(range(url, "bytes=" + whole.length + "-").statusCode()).isEqualTo(416);
        assertThat(range(url, "bytes=0-1,5-6").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> other = client.bytes(
                SandboxClient.plain(url).header("Range", "bytes=5-").header("If-Range", "\"other\""));
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void f3_aDedicatedLinkIsChunkedAndKnowsNoRange() {
        JsonNode job = client.dedicated("rs-billing");
        String url = job.path("deliveryUrl").path(0).asText();
        assertThat(url).matches(".*/[0-9a-f]{40}/restore-[0-9a-f]{24}\\.tar\\.gz");
        HttpResponse<byte[]> whole = client.bytes(SandboxClient.plain(url).header("Range", "bytes=10-"));
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Content-Length")).isEmpty();
        assertThat(whole.headers().firstValue("ETag")).isEmpty();
        assertThat(facts(whole.body())).isEqualTo(sandbox.archiveAt(url));
    }

    @Test
    void f8_aDedicatedLinkWorksUntilItHasDelivered() {
        String url = client.dedicated("rs-billing").path("deliveryUrl").path(0).asText();
        sandbox.faults().add(Fault.first(1, Operation.DOWNLOAD, new FaultAction.Cut(1000)));
        assertThat(attempt(url)).isFalse();
        assertThat(attempt(url)).isTrue();
        assertThat(client.bytes(SandboxClient.plain(url)).statusCode()).isEqualTo(403);
    }

    @Test
    void f8_aStrictLinkRefusesTheSecondGetWhateverBecameOfTheFirst() {
        LinkRules strict = new LinkRules(false, false, false, LinkRules.Use.ONE_REQUEST);
        try (Sandbox other =
                Sandbox.start(SandboxClient.small().secretLinks(strict).build())) {
            SandboxClient its = new SandboxClient(other);
            String url = its.dedicated("rs-billing").path("deliveryUrl").path(0).asText();
            assertThat(its.bytes(SandboxClient.plain(url)).statusCode()).isEqualTo(200);
            assertThat(its.bytes(SandboxClient.plain(url)).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void f6_linksExpireByTheClock() {
        String flex = client.flexUrl();
        String dedicated =
                client.dedicated("rs-billing").path("deliveryUrl").path(0).asText();
        sandbox.advance(Duration.ofMinutes(61));
        assertThat(client.bytes(SandboxClient.plain(dedicated)).statusCode()).isEqualTo(403);
        assertThat(client.bytes(SandboxClient.plain(flex)).statusCode()).isEqualTo(200);
        sandbox.advance(Duration.ofHours(3));
        HttpResponse<String> late = client.send(SandboxClient.plain(flex));
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(late.body()).contains("Request has expired");
    }

    @Test
    void aShardedDownloadHasOneArchivePerShardAndOneForTheConfigServers() {
        JsonNode job = client.dedicated("sharded-events");
        assertThat(job.path("deliveryUrl")).isEmpty();
        assertThat(job.path("components")).hasSize(3);
        assertThat(job.path("components").findValuesAsText("replicaSetName"))
                .isEqualTo(sandbox.replicaSets("sharded-events"));
        assertThat(job.path("components").findValuesAsText("downloadUrl").stream()
                        .map(url -> facts(client.bytes(SandboxClient.plain(url)).body()))
                        .distinct())
                .hasSize(3);
    }

    @Test
    void theOldestFlexSnapshotIsARealWiredTigerDirectory() {
        String id = sandbox.completedSnapshotIds("flex-orders").get(0);
        JsonNode job = SandboxClient.json(
                client.post("/flexClusters/flex-orders/backup/download", "{\"snapshotId\":\"" + id + "\"}"));
        byte[] archive = client.bytes(
                        SandboxClient.plain(job.path("snapshotUrl").asText()))
                .body();
        assertThat(archive.length).isLessThan(200 * 1024);
        assertThat(facts(archive)).isEqualTo(sandbox.archive(id, "flex-orders"));
    }

    @Test
    void anAlteredLinkIsUnknown() {
        String url = client.flexUrl();
        assertThat(client.bytes(SandboxClient.plain(url.replace("%2B", "+"))).statusCode())
                .isEqualTo(404);
    }

    @Test
    void headTellsTheLengthAndSendsNothing() {
        HttpResponse<byte[]> head =
                client.bytes(SandboxClient.plain(client.flexUrl()).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isGreaterThan(100_000);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void anAuthorizationOnTheDownloadHostIsOnRecord() {
        String url = client.flexUrl();
        client.bytes(SandboxClient.plain(url));
        client.bytes(SandboxClient.plain(url).header("Authorization", "Bearer leaked"));
        assertThat(sandbox.requests(Operation.DOWNLOAD))
                .extracting(RecordedRequest::authorized)
                .containsExactly(false, true);
        RecordedRequest first = sandbox.requests(Operation.DOWNLOAD).get(0);
        assertThat(first.host()).isEqualTo("download");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.bytesSent()).isEqualTo(sandbox.archiveAt(url).length());
        assertThat(sandbox.downloadUrl() + first.path()).isEqualTo(url);
    }

    @Test
    void bytesMayVaryByJob() {
        try (Sandbox other =
                Sandbox.start(SandboxClient.small().bytesVaryByJob(true).build())) {
            SandboxClient its = new SandboxClient(other);
            assertThat(other.archiveAt(its.flexUrl())).isNotEqualTo(other.archiveAt(its.flexUrl()));
        }
    }

    private boolean attempt(String url) {
        try {
            client.bytes(SandboxClient.plain(url));
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private HttpResponse<byte[]> range(String url, String range) {
        return client.bytes(SandboxClient.plain(url).header("Range", range));
    }

    private static ArchiveFacts facts(byte[] bytes) {
        return new ArchiveFacts(
                bytes.length, HexFormat.of().formatHex(Seeds.digest("SHA-256").digest(bytes)));
    }
}
