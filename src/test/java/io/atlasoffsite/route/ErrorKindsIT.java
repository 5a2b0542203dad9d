package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ErrorsTable;
import io.atlasoffsite.cli.RunningService;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.DeadRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.route.TableRig.Wish;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.SftpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/errors.md says of requests, archives, stores and the broker. Each row has a cluster or a store of its own. */
class ErrorKindsIT {

    private static final String STORE = "The store";
    private static final Map<String, String> BUCKETS = Map.of(
            "s3: access denied", "forbidden",
            "s3: the proxy's, not the store's: it wants another user or password", "unproxied",
            "s3: NoSuchBucket", "missing",
            "s3: the store fails or is too busy, longer than its client retries", "busy",
            "s3: cannot be reached", "nowhere",
            "s3: no room, or the quota is used up", "full");

    private static final Map<String, String> SERVERS = Map.of(
            "sftp: the server shows another key than the expected", "stranger",
            "sftp: cannot be reached", "away");

    @TempDir
    private static Path directory;

    private static Sandbox sandbox;
    private static SftpServer sftp;
    private static HttpServer s3;
    private static ExecutorService s3Threads;
    private static TableRig rig;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.builder()
                .archiveBytes(256 * 1024)
                .generatedClusters(9)
                .snapshotsPerCluster(1)
                .build());
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3Threads = Executors.newCachedThreadPool();
        s3.setExecutor(s3Threads);
        s3.createContext("/", ErrorKindsIT::answerS3);
        s3.start();
        sftp = new SftpServer(directory);
        Files.writeString(directory.resolve("a-file"), "stands where a directory should be");
        String yaml =
                Configs.of(directory, Configs.atlas("prod", sandbox.baseUrl(), Configs.SERVICE_ACCOUNT), stores());
        String impatient = "  impatient: { atlas: prod, project: " + Sandbox.PROJECT
                + ", cluster: generated-0001, kind: flex, stores: [disk], deadline: 500ms }\n";
        rig = new TableRig(directory, yaml.replace("transfer:", impatient + "transfer:"));
    }

    @AfterAll
    static void noLetterCameTwice() throws IOException {
        try {
            rig.assertNothingLeft();
        } finally {
            rig.close();
            sftp.close();
            s3.stop(0);
            s3Threads.shutdownNow();
            sandbox.close();
        }
    }

    private static String stores() {
        StringBuilder stores = new StringBuilder("  blocked: { type: file, directory: "
                + directory.resolve("a-file").resolve("below") + " }\n");
        BUCKETS.values()
                .forEach(bucket -> stores.append("""
              %s: { type: s3, bucket: %s, prefix: atlas, endpoint: "http://127.0.0.1:%d", pathStyle: true, region: us-east-1, credentials: { accessKey: k, secretKey: not-to-be-seen } }
            """.formatted(
                                bucket,
                                bucket,
                                bucket.equals("nowhere") ? 1 : s3.getAddress().getPort())));
        SERVERS.values()
                .forEach(server -> stores.append("""
              %s: { type: sftp, host: 127.0.0.1, port: %d, directory: /, user: u, password: not-to-be-seen, hostKey: "%s" }
            """.formatted(
                                server, server.equals("away") ? 1 : sftp.port(), SftpServer.line(SftpServer.key()))));
        return stores.toString();
    }

    static Stream<ErrorsTable.Row> storeRows() {
        return ErrorsTable.rows(STORE, Configs.ATTEMPTS).stream();
    }

    static Stream<ErrorsTable.Row> requestRows() {
        return ErrorsTable.rows("The request or the snapshot will not do", Configs.ATTEMPTS).stream();
    }

    @ParameterizedTest
    @MethodSource("storeRows")
    void f33_aStoreThatWillNotBecomesTheLetterOfItsRow(ErrorsTable.Row row) {
        String store = BUCKETS.getOrDefault(row.code(), SERVERS.getOrDefault(row.code(), "blocked"));
        Wish wish = Wish.flex("flex-orders").into(store);
        assertThat(rig.letter(row, wish).http().status()).isEqualTo(row.status());
        if (store.equals("blocked")) {
            rig.command(row, wish);
        }
    }

    @ParameterizedTest
    @MethodSource("requestRows")
    void f24_f42_aRequestThatWillNotDoBecomesTheLetterOfItsRow(ErrorsTable.Row row) {
        String requestId = UUID.randomUUID().toString();
        switch (row.code()) {
            case "the request is not JSON" -> rig.service().send("{ nonsense " + requestId);
            case "the request names a plan that is not configured" ->
                rig.service().send(ofPlan(requestId, "nobody"));
            case "the named snapshot is not completed" -> {
                List<String> ids = sandbox.snapshotIds("flex-orders");
                requestId = rig.send(Wish.flex("flex-orders").named(ids.get(ids.size() - 1)));
            }
            case "the cluster has no completed snapshot" -> {
                fault(
                        Operation.LIST_FLEX_SNAPSHOTS,
                        "generated-0003",
                        FaultAction.Reply.raw(200, "application/json", "{}"));
                requestId = rig.send(Wish.flex("generated-0003"));
            }
            case "the download job failed, expired or was cancelled" -> {
                fault(Operation.DOWNLOAD_FLEX, "generated-0005", new FaultAction.Job(FaultAction.Outcome.FAILED));
                requestId = rig.send(Wish.flex("generated-0005"));
            }
            case "the download was not ready by the plan's deadline" -> {
                fault(Operation.DOWNLOAD_FLEX, "generated-0001", new FaultAction.Job(FaultAction.Outcome.NEVER));
                rig.service().send(ofPlan(requestId, "impatient"));
            }
            default -> throw new AssertionError("nobody makes this row happen: " + row);
        }
        rig.letter(row, requestId);
    }

    @Test
    void f6_f13_aDownloadHostThatRefusesBecomesALetter() {
        ErrorsTable.Row refused = row("The download host", "refused");
        fault(
                Operation.DOWNLOAD,
                "generated-0007",
                FaultAction.Reply.raw(403, "text/xml", "<Code>AccessDenied</Code>"));
        assertThat(rig.letter(refused, Wish.flex("generated-0007")).http().status())
                .isEqualTo(403);
        ErrorsTable.Row other = row("The download host", "the host is not");
        fault(
                Operation.DOWNLOAD,
                "generated-0009",
                new FaultAction.Redirect(302, "http://archive.example.com{target}"));
        rig.letter(other, Wish.flex("generated-0009"));
        assertThat(sandbox.requests(Operation.DOWNLOAD)).isNotEmpty().noneMatch(request -> request.authorized());
    }

    @ParameterizedTest
    @MethodSource("poison")
    void f42_poisonBecomesOneLetterThatHoldsItsBeginning(String poison) {
        rig.service().send(poison.getBytes(StandardCharsets.UTF_8));
        assertThat(rig.service().letter(Reason.INVALID_REQUEST).retryable()).isFalse();
    }

    static Stream<String> poison() {
        return Stream.of(
                "",
                "null",
                "[1,2]",
                "\u0000\u0001",
                "{\"schema\":\"1\",\"requestId\":\"r\",\"plan\":\"orders\"}",
                ofPlan("a\\r\\nX: y", "orders"),
                ofPlan("r-1", "../../etc/passwd"),
                ofPlan("r-2", "{{env:HOME}}"),
                ofPlan("r-3", "${body}"),
                "x".repeat(10 << 20));
    }

    @Test
    void f42_tenMebibytesAreRefusedAndTheLetterHoldsTheirBeginningLengthAndHash() {
        String poison = "x".repeat(10 << 20);
        DeadRequest whole = DeadRequest.of(poison.getBytes(StandardCharsets.UTF_8), new Json());

        rig.service().send(poison.getBytes(StandardCharsets.UTF_8));
        assertRefused(rig.service().letter(Reason.INVALID_REQUEST), whole);
        rig.service().send(poison);
        assertRefused(rig.service().letter(Reason.INVALID_REQUEST), whole);
    }

    private static void assertRefused(DeadLetter letter, DeadRequest request) {
        assertThat(letter.summary()).isEqualTo("the request is " + (10 << 20) + " bytes long");
        assertThat(letter.request()).isEqualTo(request);
    }

    @Test
    void f42_aMessageThatIsNeitherTextNorBytesIsNoRequest() {
        rig.service().sendStream("no request");
        assertThat(rig.service().letter(Reason.INVALID_REQUEST).retryable()).isFalse();
    }

    @Test
    void f42_headersOfAStrangerSteerNothing() {
        rig.service()
                .send(
                        ofPlan("r-4", "nobody"),
                        Map.of(
                                "CamelHttpUri", "http://127.0.0.1:1/",
                                "OffsiteReason", "unexpected",
                                "OffsiteSnapshotId", "x"));
        assertThat(rig.service().letter(Reason.INVALID_REQUEST).summary()).contains("nobody");
    }

    @Test
    void aCommandWhoseBrokerIsAwaySaysSo() throws IOException {
        ErrorsTable.Row row = ErrorsTable.rows("The broker", Configs.ATTEMPTS).get(0);
        Path config = directory.resolve("remote.yaml");
        Files.writeString(
                config,
                Configs.of(directory, Configs.atlas("prod", sandbox.baseUrl(), Configs.API_KEY), "")
                        + "broker: { url: \"tcp://127.0.0.1:1\" }\n");
        RunningService.Ended ended = RunningService.run(
                "copy",
                "orders",
                "--config",
                config.toString(),
                "--data",
                directory.resolve("remote").toString());
        assertThat(ended.err()).contains(row.hint());
        assertThat(ended.code()).isEqualTo(row.exit());
    }

    private static ErrorsTable.Row row(String section, String begins) {
        return ErrorsTable.rows(section, Configs.ATTEMPTS).stream()
                .filter(row -> row.code().startsWith(begins))
                .findFirst()
                .orElseThrow();
    }

    private static void fault(Operation operation, String cluster, FaultAction action) {
        sandbox.faults().add(Fault.always(operation, action).forCluster(cluster));
    }

    private static String ofPlan(String requestId, String plan) {
        return "{\"schema\":1,\"requestId\":\"" + requestId + "\",\"plan\":\"" + plan + "\"}";
    }

    /** An S3 whose buckets differ in what is wrong with them. */
    private static void answerS3(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
            String bucket = exchange.getRequestURI().getPath().split("/")[1];
            boolean reads = exchange.getRequestMethod().equals("GET");
            boolean lists =
                    reads && String.valueOf(exchange.getRequestURI().getQuery()).contains("list-type");
            switch (bucket) {
                case "forbidden" -> reply(exchange, 403, error("AccessDenied"));
                case "unproxied" -> reply(exchange, 407, "");
                case "missing" -> reply(exchange, 404, error("NoSuchBucket"));
                case "busy" -> reply(exchange, 503, error("SlowDown"));
                default -> {
                    if (lists) {
                        reply(exchange, 200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
                    } else {
                        reply(exchange, reads ? 404 : 507, error(reads ? "NoSuchKey" : "InsufficientStorage"));
                    }
                }
            }
        }
    }

    private static String error(String code) {
        return "<Error><Code>" + code + "</Code><Message>no</Message></Error>";
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
