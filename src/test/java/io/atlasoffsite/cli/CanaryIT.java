package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Credentials;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.FaultAction.Reply;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.RecordedRequest;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.Collector;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Secrets that would be recognised anywhere go in by every entrance; every error path is run with the log at TRACE and every span sent; then everything
 * the process left anywhere is searched for them.
 */
class CanaryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CLIENT_SECRET = "canary-client-secret-0a1b2c3d4e5f";
    private static final String PRIVATE_KEY = "canary-private-key-5f4e3d2c1b0a";
    private static final String URL_PATH = "canarypathsecret0123456789abcdef0123456789abcdef";
    private static final String S3_SECRET = "test-secret";
    private static final long SMALL = 2L << 20;

    @TempDir
    private Path home;

    @Test
    void noSecretShowsAnywhereWhateverGoesWrongWithAServiceAccount() throws Exception {
        everyErrorPath("{ type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: " + CLIENT_SECRET + " }");
    }

    @Test
    void noSecretShowsAnywhereWhateverGoesWrongWithAnApiKey() throws Exception {
        everyErrorPath("{ type: api-key, publicKey: sandbox, privateKey: " + PRIVATE_KEY + " }");
    }

    @Test
    void aPlantedLeakIsFound() throws Exception {
        Files.createDirectories(home.resolve("data/deep"));
        Files.write(home.resolve("data/deep/journal"), ("xx" + CLIENT_SECRET + "yy").getBytes(StandardCharsets.UTF_8));

        assertThat(leaks(home, Set.of(CLIENT_SECRET))).hasSize(1);
    }

    private void everyErrorPath(String auth) throws Exception {
        S3Server s3 = new S3Server();
        try (Sandbox sandbox = sandbox();
                Collector collector = new Collector();
                FaultyProxy proxy = new FaultyProxy(s3.port());
                S3Client client = S3Server.client(s3.port())) {
            Site site = new Site(home).s3("vault", proxy.port()).auth(auth).against(sandbox);
            List<String> jvm = List.of(
                    "-Doffsite.log.level=TRACE",
                    "-Dotel.exporter.otlp.endpoint=" + collector.endpoint(),
                    "-Dotel.bsp.max.queue.size=100000",
                    "-Xmx256m");
            List<String> messages = new ArrayList<>();
            String out;
            try (OffsiteProcess service = OffsiteProcess.start(home, jvm, site.command("run"))) {
                try (Queue queue = connected(site)) {
                    runAll(sandbox, proxy, queue, messages);
                }
                assertThat(service.terminate()).isIn(0, 143);
                out = service.out() + service.err();
            }
            Set<String> canaries = canaries(sandbox);
            assertThat(canaries).hasSizeGreaterThan(5);
            assertThat(out).contains("TRACE").doesNotContain(canaries);
            assertThat(collector.taken()).contains("offsite-transfer").doesNotContain(canaries);
            assertThat(String.join("\n", messages)).doesNotContain(canaries);
            assertThat(leaks(site.data(), canaries)).isEmpty();
            assertThat(storedLeaks(client, canaries)).isEmpty();
        } finally {
            s3.stop();
        }
    }

    private void runAll(Sandbox sandbox, FaultyProxy proxy, Queue queue, List<String> messages) throws Exception {
        int number = 0;
        for (Map.Entry<String, List<Fault>> path : paths(sandbox).entrySet()) {
            sandbox.faults().clear();
            path.getValue().forEach(sandbox.faults()::add);
            number++;
            ended(queue, path.getKey(), number);
            messages.addAll(queue.letters());
        }
        sandbox.faults().clear();
        proxy.fault(FaultyProxy.is("PUT", "partNumber="), 8, FaultyProxy.answer(500, "InternalError"));
        ended(queue, "store-fails", ++number);
        proxy.fault(FaultyProxy.is("HEAD", ""), 2, FaultyProxy.answer(403, "SignatureDoesNotMatch"));
        ended(queue, "store-refuses", ++number);
        ended(queue, "well", ++number);
        messages.addAll(queue.letters());
        messages.addAll(queue.browse(Queues.EVENTS));
    }

    private static void ended(Queue queue, String name, int number) throws Exception {
        int lettersBefore = queue.letters().size();
        String id = "canary-" + number + "-" + name;
        queue.request(id, "");
        await(name)
                .atMost(PATIENCE)
                .until(() -> queue.letters().size() > lettersBefore
                        || queue.browse(Queues.EVENTS).stream()
                                .anyMatch(event -> event.contains(id)
                                        && (event.contains("copy.completed") || event.contains("copy.skipped"))));
        await(name)
                .atMost(PATIENCE)
                .until(() -> queue.browse(Queues.COPY_REQUESTS).isEmpty());
    }

    private static Map<String, List<Fault>> paths(Sandbox sandbox) {
        Map<String, List<Fault>> paths = new LinkedHashMap<>();
        for (int status : List.of(400, 401, 402, 403, 404, 405, 406, 409, 410, 429, 500, 503)) {
            paths.put(
                    "list-" + status,
                    List.of(Fault.always(Operation.LIST_FLEX_SNAPSHOTS, Reply.error(status, "CANARY_TEST"))));
            paths.put(
                    "request-" + status,
                    List.of(Fault.always(Operation.DOWNLOAD_FLEX, Reply.error(status, "CANARY_TEST"))));
        }
        paths.put("token-500", List.of(Fault.always(Operation.TOKEN, Reply.error(500, "X"))));
        for (int status : List.of(403, 404, 410, 500)) {
            paths.put(
                    "download-" + status,
                    List.of(Fault.always(Operation.DOWNLOAD, Reply.raw(status, "text/plain", "no"))));
        }
        paths.put("html", List.of(Fault.always(Operation.DOWNLOAD, Reply.raw(200, "text/html", "<html>sorry</html>"))));
        paths.put("cut", List.of(Fault.always(Operation.DOWNLOAD, new FaultAction.Cut(100_000))));
        paths.put("reset", List.of(Fault.always(Operation.DOWNLOAD, new FaultAction.Reset(100_000))));
        paths.put("flip", List.of(Fault.always(Operation.DOWNLOAD, new FaultAction.FlipBit(50_000))));
        paths.put("garbage", List.of(Fault.always(Operation.DOWNLOAD, new FaultAction.TrailingGarbage(50))));
        String elsewhere = sandbox.downloadUrl() + "/" + URL_PATH + "/restore-x.tar.gz?X-Amz-Signature=" + URL_PATH;
        paths.put("redirect", List.of(Fault.always(Operation.DOWNLOAD, new FaultAction.Redirect(302, elsewhere))));
        paths.put(
                "redirect-away",
                List.of(Fault.always(
                        Operation.DOWNLOAD, new FaultAction.Redirect(302, "https://elsewhere.invalid/" + URL_PATH))));
        return paths;
    }

    private static Sandbox sandbox() {
        return Sandbox.start(SandboxOptions.builder()
                .archiveBytes(SMALL)
                .credentials(new Credentials("mdb_sa_id_sandbox", CLIENT_SECRET, "sandbox", PRIVATE_KEY))
                .tokensPerMinute(1000)
                .build());
    }

    /** What went in, and what Atlas gave out: tokens, and the signed parts of addresses, as they are and decoded. */
    private static Set<String> canaries(Sandbox sandbox) {
        Set<String> canaries = new LinkedHashSet<>(List.of(CLIENT_SECRET, PRIVATE_KEY, URL_PATH, S3_SECRET));
        canaries.add(Base64.getEncoder()
                .encodeToString(("mdb_sa_id_sandbox:" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8)));
        for (RecordedRequest request : sandbox.requests()) {
            request.headers().getOrDefault("authorization", List.of()).stream()
                    .filter(value -> value.startsWith("Bearer "))
                    .forEach(value -> canaries.add(value.substring("Bearer ".length())));
            if (request.operation().equals(Operation.DOWNLOAD.id())
                    && request.path().contains("X-Amz-Signature=")) {
                canaries.add(request.path().replaceAll(".*X-Amz-Signature=([^&]*).*", "$1"));
            }
        }
        return canaries;
    }

    private static List<Path> leaks(Path directory, Set<String> canaries) throws IOException {
        List<Path> leaking = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (canaries.stream().anyMatch(content::contains)) {
                    leaking.add(file);
                }
            }
        }
        return leaking;
    }

    private static List<String> storedLeaks(S3Client client, Set<String> canaries) {
        List<String> leaking = new ArrayList<>();
        for (S3Object object :
                client.listObjectsV2(r -> r.bucket(S3Server.BUCKET)).contents()) {
            String content = client.getObjectAsBytes(
                            r -> r.bucket(S3Server.BUCKET).key(object.key()))
                    .asString(StandardCharsets.ISO_8859_1);
            if (canaries.stream().anyMatch(content::contains)) {
                leaking.add(object.key());
            }
        }
        return leaking;
    }

    private static Queue connected(Site site) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new Queue(site.load().broker().orElseThrow()), connected -> true);
    }
}
