package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F37: SIGTERM in the middle of a copy, in a process of its own. */
class StoppedServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"disk", "S3"})
    void f37_aServiceToldToStopFinishesWhatIsUnderWay(String kind) throws Exception {
        try (Sandbox sandbox = sandbox();
                Shelf shelf = shelf(kind)) {
            sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.Trickle(4L << 20)));
            Site site = shelf.addTo(new Site(home)).against(sandbox);
            try (OffsiteProcess service =
                    OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), site.command("run"))) {
                request(site);
                await().atMost(PATIENCE)
                        .until(() -> !sandbox.requests(Operation.DOWNLOAD_FLEX).isEmpty());
                assertThat(service.terminate()).isIn(0, 143);
            }
            Evidence evidence = new Evidence(shelf, sandbox, Site.CLUSTER, Site.CLUSTER);
            evidence.holdsExactly(Set.of(newest(sandbox)));
            evidence.isLeftTidy();
            assertThat(site.data().resolve("processes")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk", "S3"})
    void f37_aServiceToldToStopHandsBackWhatItCannotFinishInTimeAndLeavesNothing(String kind) throws Exception {
        try (Sandbox sandbox = sandbox();
                Shelf shelf = shelf(kind)) {
            sandbox.faults()
                    .add(Fault.always(Operation.DOWNLOAD, new FaultAction.Stall(9 << 20, Duration.ofMinutes(10))));
            Site site = shelf.addTo(new Site(home)).against(sandbox);
            Instant told;
            try (OffsiteProcess service =
                    OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), site.command("run"))) {
                request(site);
                await().atMost(PATIENCE).until(() -> shelf.unfinished() == 1);
                told = Instant.now();
                assertThat(service.terminate()).isIn(0, 143);
            }
            assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(60));
            Evidence evidence = new Evidence(shelf, sandbox, Site.CLUSTER, Site.CLUSTER);
            evidence.holdsExactly(Set.of());
            evidence.isLeftTidy();
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

    @Test
    void f42_textsOfTenMebibytesBecomeLettersAndTheServiceStopsWhenTold() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            Site site = new Site(home).disk("disk").against(sandbox);
            try (OffsiteProcess service =
                            OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), site.command("run"));
                    Queue queue = connected(site)) {
                for (String requests :
                        List.of(Queues.COPY_REQUESTS, Queues.RESTORE_REQUESTS, Queues.ATLAS_RESTORE_REQUESTS)) {
                    queue.send(requests, "x".repeat(10 << 20));
                }
                await().atMost(PATIENCE).until(() -> queue.letters().size() == 3);
                assertThat(queue.letters()).allMatch(letter -> letter.contains("the request is 10485760 bytes long"));
                assertThat(service.terminate()).isIn(0, 143);
                assertThat(service.err()).doesNotContain("OutOfMemoryError");
            }
        }
    }

    private Shelf shelf(String kind) throws Exception {
        return kind.equals("S3") ? new S3Shelf() : new DiskShelf(home);
    }

    private static String newest(Sandbox sandbox) {
        List<String> oldestFirst = sandbox.completedSnapshotIds(Site.CLUSTER);
        return oldestFirst.get(oldestFirst.size() - 1);
    }

    private static Sandbox sandbox() {
        return Sandbox.start(SandboxOptions.builder().archiveBytes(16L << 20).build());
    }

    private static void request(Site site) throws Exception {
        try (Queue queue = connected(site)) {
            queue.request("stopped-1", "");
        }
    }

    private static Queue connected(Site site) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new Queue(site.load().broker().orElseThrow()), connected -> true);
    }
}
