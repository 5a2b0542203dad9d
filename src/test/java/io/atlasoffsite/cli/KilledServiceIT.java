package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.S3Store;
import io.atlasoffsite.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** F36: kill -9 in the middle of a copy, then start again. The packaged jar, in a process of its own. */
class KilledServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    @Test
    void f36_aServiceKilledInTheMiddleOfACopyToDiskCompletesTheRequestWhenItIsStartedAgain() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            Site site = new Site(home).disk("disk").against(sandbox);
            killInTheMiddle(sandbox, site, () -> partial(site) > 1 << 20);
            startAgain(
                    site,
                    () -> copies(new FileStore("disk", site.directory("disk"))).size() == 1);
            assertThat(files(site.directory("disk"))).noneMatch(file -> file.contains("/attempts/"));
        }
    }

    @Test
    void f36_aServiceKilledInTheMiddleOfACopyToS3LeavesNoOpenUploadWhenItIsStartedAgain() throws Exception {
        S3Server s3 = new S3Server();
        try (Sandbox sandbox = sandbox();
                S3Client client = S3Server.client(s3.port())) {
            Site site = new Site(home).s3("vault", s3.port()).against(sandbox);
            killInTheMiddle(sandbox, site, () -> uploads(client) == 1);
            ArchiveStore store = new S3Store("vault", S3Server.client(s3.port()), S3Server.settings());
            startAgain(site, () -> copies(store).size() == 1);
            assertThat(uploads(client)).isZero();
            assertThat(client.listObjectsV2(r -> r.bucket(S3Server.BUCKET).prefix("atlas/.offsite/attempts/"))
                            .contents())
                    .isEmpty();
        } finally {
            s3.stop();
        }
    }

    @Test
    void f36_aRequestOnARemoteBrokerOutlivesTheServiceThatWasKilledOverIt() throws Exception {
        try (Sandbox sandbox = sandbox();
                EmbeddedBroker remote = EmbeddedBroker.start(home.resolve("elsewhere"), new SecureRandom())) {
            Site site = new Site(home)
                    .disk("disk")
                    .with(
                            "broker:",
                            "  url: " + remote.address().url(),
                            "  user: " + remote.address().user(),
                            "  password: " + remote.address().password().reveal())
                    .against(sandbox);
            killInTheMiddle(sandbox, site, () -> partial(site) > 1 << 20);
            startAgain(
                    site,
                    () -> copies(new FileStore("disk", site.directory("disk"))).size() == 1);
            assertThat(files(site.directory("disk"))).noneMatch(file -> file.contains("/attempts/"));
        }
    }

    private static Sandbox sandbox() {
        return Sandbox.start(SandboxOptions.builder().archiveBytes(48L << 20).build());
    }

    private void killInTheMiddle(Sandbox sandbox, Site site, Condition middle) throws Exception {
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.Stall(24L << 20, Duration.ofMinutes(5))));
        try (OffsiteProcess service = OffsiteProcess.start(home, List.of(), site.command("run"))) {
            try (Queue queue = connected(site)) {
                queue.request("killed-1", "");
            }
            await().atMost(PATIENCE).until(middle::holds);
            service.kill();
        }
        sandbox.faults().clear();
    }

    private void startAgain(Site site, Condition done) throws Exception {
        try (OffsiteProcess service = OffsiteProcess.start(home, List.of(), site.command("run"))) {
            await().atMost(PATIENCE).until(done::holds);
            try (Queue queue = connected(site)) {
                await().atMost(PATIENCE)
                        .until(() -> queue.browse(Queues.COPY_REQUESTS).isEmpty());
                assertThat(queue.letters()).isEmpty();
                assertThat(queue.browse(Queues.EVENTS))
                        .filteredOn(event -> event.contains("copy.completed"))
                        .hasSize(1);
            }
            assertThat(service.terminate()).isIn(0, 143);
        }
    }

    private static Queue connected(Site site) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new Queue(site.load().broker().orElseThrow()), q -> true);
    }

    private static long partial(Site site) throws IOException {
        return files(site.directory("disk")).stream()
                .filter(file -> file.endsWith(".partial") || file.contains("/attempts/"))
                .mapToLong(file -> Path.of(file).toFile().length())
                .sum();
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    private static int uploads(S3Client client) {
        return client.listMultipartUploads(r -> r.bucket(S3Server.BUCKET))
                .uploads()
                .size();
    }

    private static List<CatalogEntry> copies(ArchiveStore store) throws IOException {
        return new Catalog(store, 1).all();
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }
}
