package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F37: SIGTERM in the middle of a copy, in a process of its own. */
class StoppedServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    @Test
    void f37_aServiceToldToStopFinishesWhatIsUnderWay() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.Trickle(4L << 20)));
            Site site = new Site(home).disk("disk").against(sandbox);
            try (OffsiteProcess service =
                    OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), site.command("run"))) {
                request(site);
                await().atMost(PATIENCE)
                        .until(() -> !sandbox.requests(Operation.DOWNLOAD_FLEX).isEmpty());
                assertThat(service.terminate()).isIn(0, 143);
            }
            assertThat(new Catalog(new FileStore("disk", site.directory("disk")), 1).all())
                    .hasSize(1);
        }
    }

    @Test
    void f37_aServiceToldToStopHandsBackWhatItCannotFinishInTime() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            sandbox.faults()
                    .add(Fault.always(Operation.DOWNLOAD, new FaultAction.Stall(1 << 20, Duration.ofMinutes(10))));
            Site site = new Site(home).disk("disk").against(sandbox);
            Instant told;
            try (OffsiteProcess service =
                    OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), site.command("run"))) {
                request(site);
                await().atMost(PATIENCE)
                        .until(() -> !sandbox.requests(Operation.DOWNLOAD_FLEX).isEmpty());
                told = Instant.now();
                assertThat(service.terminate()).isIn(0, 143);
            }
            assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(60));
            try (EmbeddedBroker broker = EmbeddedBroker.start(site.data(), new java.security.SecureRandom());
                    Queue queue = new Queue(broker.address())) {
                await().atMost(PATIENCE)
                        .until(() -> queue.browse(Queues.COPY_REQUESTS).size() == 1);
                assertThat(queue.letters()).isEmpty();
            }
            assertThat(Files.getPosixFilePermissions(site.data().resolve("broker")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aServiceThatCannotStartEndsAndSaysWhy() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            Site site = new Site(home).disk("disk").against(sandbox);
            Files.createFile(site.data());
            try (OffsiteProcess service =
                    OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), site.command("run"))) {
                await().atMost(PATIENCE).until(() -> !service.alive());
                assertThat(service.waitFor()).isEqualTo(5);
                assertThat(service.err()).contains("the data directory " + site.data() + " cannot be written");
            }
        }
    }

    private static Sandbox sandbox() {
        return Sandbox.start(SandboxOptions.builder().archiveBytes(16L << 20).build());
    }

    private static void request(Site site) throws Exception {
        try (Queue queue = await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new Queue(site.load().broker().orElseThrow()), connected -> true)) {
            queue.request("stopped-1", "");
        }
    }
}
