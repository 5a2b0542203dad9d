package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {

    private static final String FLEX = "/flexClusters/flex-orders";

    private final Sandbox sandbox = Sandbox.start(SandboxClient.small().build());
    private final SandboxClient client = new SandboxClient(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void f1_aResetReachesTheClientAsAReset() {
        String url = arm(new FaultAction.Reset(300_000));
        assertThatThrownBy(() -> SandboxClient.rawGet(url)).isInstanceOf(SocketException.class);
    }

    @Test
    void f1_aResetCanComeBeforeAnyAnswer() {
        String url = arm(new FaultAction.Reset(-1));
        assertThatThrownBy(() -> SandboxClient.rawGet(url)).isInstanceOf(SocketException.class);
    }

    @Test
    void f2_aCutBodyEndsCleanlyAtItsByte() throws Exception {
        String reply = SandboxClient.rawGet(arm(new FaultAction.Cut(1000)));
        assertThat(reply).startsWith("HTTP/1.1 200 OK");
        assertThat(body(reply)).hasSize(1000);
    }

    @Test
    void f4_theLengthLiesBothWays() throws Exception {
        String url = arm(new FaultAction.WrongLength(7));
        long length = sandbox.archiveAt(url).length();
        assertThat(SandboxClient.rawGet(url)).contains("Content-Length: " + (length + 7));
        sandbox.faults().clear();
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.WrongLength(-7)));
        String shorter = SandboxClient.rawGet(url);
        assertThat(shorter).contains("Content-Length: " + (length - 7));
        assertThat((long) body(shorter).length()).isEqualTo(length);
    }

    @Test
    void f5_anErrorPageComesWith200() {
        String url = arm(FaultAction.Reply.raw(200, "text/html", "<html>Sorry</html>"));
        HttpResponse<String> reply = client.send(SandboxClient.plain(url));
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("<html>Sorry</html>");
    }

    @Test
    void f7_aLinkExpiresBetweenTwoRanges() {
        String url = client.flexUrl();
        sandbox.faults().add(Fault.on(List.of(2), Operation.DOWNLOAD, new FaultAction.ExpiredLink()));
        assertThat(range(url, "bytes=0-9").statusCode()).isEqualTo(206);
        assertThat(range(url, "bytes=10-19").statusCode()).isEqualTo(403);
    }

    @Test
    void f9_aRangeIsIgnoredOrAnsweredWrongly() {
        String url = arm(new FaultAction.IgnoreRange());
        assertThat(range(url, "bytes=10-19").statusCode()).isEqualTo(200);
        sandbox.faults().clear();
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.WrongContentRange()));
        assertThat(range(url, "bytes=10-19")
                        .headers()
                        .firstValue("Content-Range")
                        .orElse(""))
                .startsWith("bytes 11-20/");
    }

    @Test
    void f10_theTagAndTheBytesChange() {
        String url = client.flexUrl();
        HttpResponse<byte[]> before = client.bytes(SandboxClient.plain(url));
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.ChangedETag()));
        String tag = before.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> after = client.bytes(
                SandboxClient.plain(url).header("Range", "bytes=5-").header("If-Range", tag));
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.headers().firstValue("ETag"))
                .isNotEqualTo(before.headers().firstValue("ETag"));
        assertThat(after.body()).isNotEqualTo(before.body());
    }

    @Test
    void f11_aStallHoldsTheBodyUpAndATrickleSlowsIt() {
        String url = arm(new FaultAction.Stall(1000, Duration.ofMillis(300)));
        assertThat(seconds(() -> client.bytes(SandboxClient.plain(url)))).isGreaterThan(0.29);
        sandbox.faults().clear();
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.Trickle(1_000_000)));
        assertThat(seconds(() -> range(url, "bytes=0-299999"))).isGreaterThan(0.29);
    }

    @Test
    void f11_closingTheSandboxEndsAStall() {
        String url = arm(new FaultAction.Stall(0, Duration.ofHours(1)));
        Thread closer = new Thread(() -> {
            Awaitility.await().until(() -> sandbox.requests(Operation.DOWNLOAD).size() == 1);
            sandbox.close();
        });
        closer.start();
        assertThatThrownBy(() -> client.bytes(SandboxClient.plain(url))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void f13_aRedirectGoesWhereItIsTold() {
        String url = arm(new FaultAction.Redirect(307, "http://169.254.169.254{target}"));
        HttpResponse<byte[]> reply = client.bytes(SandboxClient.plain(url));
        assertThat(reply.statusCode()).isEqualTo(307);
        assertThat(reply.headers().firstValue("Location").orElse(""))
                .startsWith("http://169.254.169.254/flex-snapshots/");
    }

    @Test
    void f14_oneBitIsFlippedAlsoInARange() {
        String url = client.flexUrl();
        byte[] right = client.bytes(SandboxClient.plain(url)).body();
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.FlipBit(200_000)));
        byte[] wrong = client.bytes(SandboxClient.plain(url)).body();
        assertThat(Arrays.mismatch(right, wrong)).isEqualTo(200_000);
        right[200_000] ^= 1;
        assertThat(wrong).isEqualTo(right);
        assertThat(range(url, "bytes=199990-200010").body()).isEqualTo(Arrays.copyOfRange(right, 199_990, 200_011));
    }

    @Test
    void f16_garbageTrails() {
        String url = arm(new FaultAction.TrailingGarbage(9));
        byte[] body = client.bytes(SandboxClient.plain(url)).body();
        assertThat((long) body.length).isEqualTo(sandbox.archiveAt(url).length() + 9);
    }

    @Test
    void f18_aBurstOfErrorsEndsByItself() {
        sandbox.faults().add(Fault.first(2, Operation.GET_FLEX_CLUSTER, FaultAction.Reply.error(503, "")));
        assertThat(client.get(FLEX).statusCode()).isEqualTo(503);
        assertThat(client.get(FLEX).statusCode()).isEqualTo(503);
        assertThat(client.get(FLEX).statusCode()).isEqualTo(200);
        assertThat(sandbox.faults().struck()).isEqualTo(2);
    }

    @Test
    void f17_aReplyCarriesAnyHeaderAndTheDocumentedBody() {
        FaultAction.Reply slow = FaultAction.Reply.error(429, "").header("Retry-After", "999999999");
        sandbox.faults().add(Fault.always(Operation.GET_FLEX_CLUSTER, slow));
        HttpResponse<String> reply = client.get(FLEX);
        assertThat(reply.headers().firstValue("Retry-After")).contains("999999999");
        assertThat(SandboxClient.json(reply).path("errorCode").asText()).isEqualTo("RATE_LIMITED_TOKEN_BUCKET");
    }

    @Test
    void f21_bodiesAreEmptyOrHtmlOrCut() {
        sandbox.faults()
                .add(Fault.on(
                        List.of(1), Operation.GET_FLEX_CLUSTER, FaultAction.Reply.raw(200, "application/json", "")));
        sandbox.faults()
                .add(Fault.on(
                        List.of(2),
                        Operation.GET_FLEX_CLUSTER,
                        FaultAction.Reply.raw(200, "application/json", "{\"id\":")));
        assertThat(client.get(FLEX).body()).isEmpty();
        assertThat(client.get(FLEX).body()).isEqualTo("{\"id\":");
    }

    @Test
    void f22_f24_jobsEndAsTold() {
        assertThat(dedicated(FaultAction.Outcome.NEVER).path("deliveryUrl")).isEmpty();
        assertThat(dedicated(FaultAction.Outcome.FAILED).path("failed").asBoolean())
                .isTrue();
        assertThat(dedicated(FaultAction.Outcome.EXPIRED).path("expired").asBoolean())
                .isTrue();
        assertThat(dedicated(FaultAction.Outcome.CANCELLED).path("cancelled").asBoolean())
                .isTrue();
    }

    @Test
    void f23_thePostGetsNoAnswerButTheJobIsThere() {
        sandbox.faults().add(Fault.first(1, Operation.CREATE_RESTORE, new FaultAction.CloseAfterWork()));
        String jobs = "/clusters/rs-billing/backup/restoreJobs";
        String body = "{\"deliveryType\":\"download\",\"snapshotId\":\"" + client.newest("rs-billing") + "\"}";
        HttpRequest.Builder post = client.request(jobs)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        assertThatThrownBy(() -> client.send(post)).isInstanceOf(UncheckedIOException.class);
        assertThat(client.json(jobs).path("results")).hasSize(1);
    }

    @Test
    void f25_aSnapshotIsDeletedWhileItIsCopied() {
        String copied = client.newest("flex-orders");
        String url = arm(new FaultAction.DeleteSnapshot());
        assertThat(client.bytes(SandboxClient.plain(url)).statusCode()).isEqualTo(404);
        String path = FLEX + "/backup/snapshots/" + copied;
        assertThat(client.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aFaultStrikesOnlyItsClusterAndSnapshot() {
        String other = sandbox.completedSnapshotIds("flex-orders").get(0);
        sandbox.faults()
                .add(Fault.always(Operation.GET_FLEX_SNAPSHOT, FaultAction.Reply.error(500, ""))
                        .forSnapshot(other));
        sandbox.faults()
                .add(Fault.always(Operation.GET_CLUSTER, FaultAction.Reply.error(500, ""))
                        .forCluster("rs-billing"));
        String snapshots = FLEX + "/backup/snapshots/";
        assertThat(client.get(snapshots + client.newest("flex-orders")).statusCode())
                .isEqualTo(200);
        assertThat(client.get(snapshots + other).statusCode()).isEqualTo(500);
        assertThat(client.get("/clusters/sharded-events").statusCode()).isEqualTo(200);
        assertThat(client.get("/clusters/rs-billing").statusCode()).isEqualTo(500);
    }

    @Test
    void faultsAreReadFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("faults.yaml"), """
                faults:
                  - operation: downloadFlexBackup
                    on: [1, 3]
                    action: {type: reply, status: 429, headers: {Retry-After: "2"}}
                  - operation: download
                    cluster: rs-billing
                    times: 1
                    action: {type: stall, afterBytes: 1048576, time: PT30S}
                """);
        List<Fault> faults = Faults.read(file);
        assertThat(faults).hasSize(2);
        assertThat(faults.get(0).on()).containsExactly(1, 3);
        assertThat(faults.get(1).action()).isEqualTo(new FaultAction.Stall(1048576, Duration.ofSeconds(30)));
        Files.writeString(file, "faults: [{operation: nothing, action: {type: cut, afterBytes: 1}}]");
        assertThatThrownBy(() -> Faults.read(file)).hasMessageContaining("no operation 'nothing'");
    }

    private JsonNode dedicated(FaultAction.Outcome outcome) {
        try (Sandbox other = Sandbox.start(SandboxClient.small()
                .faults(List.of(Fault.always(Operation.CREATE_RESTORE, new FaultAction.Job(outcome))))
                .build())) {
            return new SandboxClient(other).dedicated("rs-billing");
        }
    }

    private String arm(FaultAction action) {
        String url = client.flexUrl();
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD, action));
        return url;
    }

    private HttpResponse<byte[]> range(String url, String range) {
        return client.bytes(SandboxClient.plain(url).header("Range", range));
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static String body(String reply) {
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }
}
