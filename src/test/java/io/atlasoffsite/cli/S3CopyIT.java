package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.sandbox.ArchiveFacts;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.S3Server;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Copies into S3, by command and by message, with a store that works and with one that does not. */
class S3CopyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private S3Server s3;
    private S3Client client;
    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        s3 = new S3Server();
        client = S3Server.client(s3.port());
        sandbox = Sandbox.start(SandboxOptions.builder().archiveBytes(40L << 20).build());
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close();
        client.close();
        s3.stop();
    }

    @Test
    void aCopyIsByteIdenticalArrivesInSeveralPartsAndLeavesNoOpenUpload() throws Exception {
        Site site = new Site(home).s3("vault", s3.port()).against(sandbox);

        assertThat(run(site.command("copy", Site.PLAN))).isZero();

        S3Object archive = archives().get(0);
        String newest = newest();
        ArchiveFacts source = sandbox.archive(newest, Site.CLUSTER);
        assertThat(archive.size()).isEqualTo(source.length());
        assertThat(sha256(client.getObject(r -> r.bucket(S3Server.BUCKET).key(archive.key()))))
                .isEqualTo(source.sha256());
        assertThat(partsOf(archive)).isGreaterThan(3);
        assertThat(openUploads()).isZero();
    }

    @Test
    void twoStoresOfAPlanHoldTheSameBytesVerifyAndAtlasWasAskedOnce() throws Exception {
        Site site = new Site(home).s3("vault", s3.port()).disk("disk").against(sandbox);

        assertThat(run(site.command("copy", Site.PLAN))).isZero();

        assertThat(sandbox.requests(Operation.DOWNLOAD)).hasSize(1);
        assertThat(sandbox.requests(Operation.DOWNLOAD_FLEX)).hasSize(1);
        String inS3 = sha256(client.getObject(
                r -> r.bucket(S3Server.BUCKET).key(archives().get(0).key())));
        assertThat(sha256(Files.newInputStream(archiveOnDisk(site)))).isEqualTo(inS3);
        assertThat(run(site.command("verify", "--all"))).isZero();

        client.putObject(
                r -> r.bucket(S3Server.BUCKET).key(archives().get(0).key()),
                RequestBody.fromFile(flipped(archiveOnDisk(site))));
        assertThat(run(site.command("verify", "--all", "--store", "disk"))).isZero();
        assertThat(run(site.command("verify", "--all"))).isEqualTo(ErrorLines.INTEGRITY);
        assertThat(keys()).anyMatch(key -> key.matches(".*/damaged-[0-9TZ]+\\.json"));
    }

    private Path flipped(Path archive) throws Exception {
        byte[] content = Files.readAllBytes(archive);
        content[content.length / 3] ^= 1;
        return Files.write(home.resolve("flipped"), content);
    }

    @Test
    void f28_aPartThatIsRefusedForGoodAbortsTheUploadAndWritesOneLetter() throws Exception {
        aFailingRequestWritesOneLetter("PUT", "partNumber=2", 500, "InternalError", "store-unavailable");
    }

    @Test
    void f29_aCompleteThatIsRefusedAbortsTheUploadAndWritesOneLetter() throws Exception {
        aFailingRequestWritesOneLetter("POST", "uploadId=", 403, "AccessDenied", "store-refused");
    }

    @Test
    void f48_whenOneOfTwoStoresIsAwayTheOthersCopyStandsAndReplayFillsTheGapWithTheSameBytes() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(s3.port())) {
            Site site = new Site(home).s3("vault", proxy.port()).disk("disk").against(sandbox);
            proxy.fault(FaultyProxy.is("PUT", "partNumber="), 1000, FaultyProxy.answer(503, "SlowDown"));

            assertThat(run(site.command("copy", Site.PLAN))).isEqualTo(ErrorLines.PARTLY);
            assertThat(archives()).isEmpty();
            String onDisk = sha256(Files.newInputStream(archiveOnDisk(site)));

            Site mended = new Site(home).s3("vault", s3.port()).disk("disk").against(sandbox);
            sandbox.forgetRequests();
            assertThat(run(mended.command("copy", Site.PLAN))).isZero();

            assertThat(sandbox.requests(Operation.DOWNLOAD)).isEmpty();
            assertThat(sha256(client.getObject(
                            r -> r.bucket(S3Server.BUCKET).key(archives().get(0).key()))))
                    .isEqualTo(onDisk);
        }
    }

    private void aFailingRequestWritesOneLetter(String method, String part, int status, String code, String reason)
            throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(s3.port())) {
            Site site = new Site(home).s3("vault", proxy.port()).against(sandbox);
            proxy.fault(FaultyProxy.is(method, part), 1000, FaultyProxy.answer(status, code));
            try (Service service = Service.start(site.load());
                    Queue queue = new Queue(service.broker())) {
                queue.request("failing-1", "");
                await().atMost(PATIENCE).until(() -> !queue.letters().isEmpty());
                assertThat(queue.browse("offsite.dead." + reason)).hasSize(1);
                assertThat(queue.letters()).hasSize(1);
            }
        }
        assertThat(openUploads()).isZero();
        assertThat(archives()).isEmpty();
        assertThat(keys()).noneMatch(key -> key.endsWith("manifest.json"));
    }

    private int run(String... arguments) {
        StringWriter out = new StringWriter();
        return Main.execute(new PrintWriter(out), new PrintWriter(out), arguments);
    }

    private String newest() {
        List<String> oldestFirst = sandbox.completedSnapshotIds(Site.CLUSTER);
        return oldestFirst.get(oldestFirst.size() - 1);
    }

    private List<S3Object> archives() {
        return client.listObjectsV2(r -> r.bucket(S3Server.BUCKET)).contents().stream()
                .filter(object -> object.key().endsWith(".tar.gz"))
                .toList();
    }

    private List<String> keys() {
        return client.listObjectsV2(r -> r.bucket(S3Server.BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** An object of several parts has their number behind its ETag. */
    private static int partsOf(S3Object object) {
        String etag = object.eTag().replace("\"", "");
        return etag.contains("-") ? Integer.parseInt(etag.substring(etag.indexOf('-') + 1)) : 1;
    }

    private int openUploads() {
        return client.listMultipartUploads(r -> r.bucket(S3Server.BUCKET))
                .uploads()
                .size();
    }

    private static Path archiveOnDisk(Site site) throws Exception {
        try (Stream<Path> all = Files.walk(site.directory("disk"))) {
            return all.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String sha256(InputStream content) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream in = new DigestInputStream(content, digest)) {
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {
                continue;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
