package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * F36: kill -9 at random moments, of the service with its own broker, again and again, so that the work of one that was killed is
 * also what the next one is killed over. {@code -Doffsite.test.seed=…} repeats a run's moments.
 */
class KilledAtRandomIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CLUSTER = "generated-0001";
    private static final int KILLS = 20;
    private static final int MOST_MILLIS = 2500;

    /** A copy takes about a second and a half in all. */
    private static final long ARCHIVE_BYTES = 8L << 20;

    private static final long BYTES_PER_SECOND = 8L << 20;

    @TempDir
    private Path home;

    @Test
    void f36_aServiceKilledTwentyTimesAtRandomCompletesEveryRequestOnceInBothStores() throws Exception {
        long seed = Long.getLong("offsite.test.seed", new Random().nextLong());
        LoggerFactory.getLogger(getClass()).warn("moments of -Doffsite.test.seed={}", seed);
        Random random = new Random(seed);
        SandboxOptions options = SandboxOptions.builder()
                .clusters(List.of("flex-orders"))
                .generatedClusters(1)
                .snapshotsPerCluster(KILLS)
                .archiveBytes(ARCHIVE_BYTES)
                .build();
        try (Sandbox sandbox = Sandbox.start(options);
                DiskShelf disk = new DiskShelf(home);
                S3Shelf s3 = new S3Shelf()) {
            sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.Trickle(BYTES_PER_SECOND)));
            Site site = disk.addTo(s3.addTo(new Site(home))).cluster(CLUSTER).against(sandbox);
            Set<String> snapshots = new LinkedHashSet<>(sandbox.completedSnapshotIds(CLUSTER));
            for (String snapshot : snapshots) {
                List<String> stores = new ArrayList<>(List.of(disk.name(), s3.name()));
                Collections.shuffle(stores, random);
                killed(site, request(snapshot, stores), Duration.ofMillis(random.nextInt(MOST_MILLIS)));
            }
            theNextOneFinishes(site, snapshots, disk, s3);
            for (Shelf shelf : List.of(disk, s3)) {
                Evidence evidence = new Evidence(shelf, sandbox, CLUSTER, "atlas-" + CLUSTER + "-shard-0");
                evidence.isLeftTidy();
                evidence.holdsExactly(snapshots);
            }
            assertThat(site.data().resolve("processes")).isEmptyDirectory();
        }
    }

    private static String request(String snapshot, List<String> stores) {
        return "{\"schema\":1,\"requestId\":\"killed-" + snapshot + "\",\"atlas\":\"prod\",\"project\":\""
                + Sandbox.PROJECT + "\",\"cluster\":\"" + CLUSTER + "\",\"snapshotId\":\"" + snapshot
                + "\",\"stores\":[\"" + String.join("\",\"", stores) + "\"]}";
    }

    /** The request is durable, and the service lives for so long after that. */
    private void killed(Site site, String request, Duration life) throws Exception {
        try (OffsiteProcess service = started(site)) {
            try (Queue queue = connected(site)) {
                queue.send(request);
            }
            assertThat(service.endsWithin(life)).isFalse();
            service.kill();
        }
    }

    private void theNextOneFinishes(Site site, Set<String> snapshots, Shelf... shelves) throws Exception {
        try (OffsiteProcess service = started(site)) {
            try (Queue queue = connected(site)) {
                await().atMost(PATIENCE)
                        .until(() -> queue.browse(Queues.COPY_REQUESTS).isEmpty()
                                && completed(snapshots, queue) == snapshots.size() * shelves.length);
                for (String snapshot : snapshots) {
                    assertThat(Evidence.completed(snapshot, queue)).hasSize(shelves.length);
                    assertThat(Evidence.events("copy.skipped", snapshot, queue)).isEmpty();
                }
                assertThat(queue.letters()).isEmpty();
            }
            service.terminate();
        }
    }

    private static long completed(Set<String> snapshots, Queue queue) throws Exception {
        long all = 0;
        for (String snapshot : snapshots) {
            all += Evidence.completed(snapshot, queue).size();
        }
        return all;
    }

    private OffsiteProcess started(Site site) throws Exception {
        return OffsiteProcess.start(home, OffsiteProcess.shortLived(), site.command("run"));
    }

    private static Queue connected(Site site) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new Queue(site.load().broker().orElseThrow()), there -> true);
    }
}
