package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.Hold;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F39, F40: two processes, each with a data directory of its own, copy one snapshot into one store. One is frozen with SIGSTOP, the
 * other finishes, the first wakes up: it harms no finished copy, and the manifest that is there in the end verifies. The S3 store
 * ignores every If-None-Match.
 */
class TwoProcessesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TRIES = 9;

    @TempDir
    private Path home;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private Sandbox sandbox;
    private FaultyProxy downloads;
    private String snapshot;

    @BeforeEach
    void start() throws Exception {
        int port = freePort();
        downloads = closing(new FaultyProxy(port));
        sandbox = closing(Sandbox.start(SandboxOptions.builder()
                .clusters(List.of(Site.CLUSTER))
                .archiveBytes(6L << 20)
                .downloadPort(port)
                .downloadLinkHost(downloads.url())
                .build()));
        List<String> oldestFirst = sandbox.completedSnapshotIds(Site.CLUSTER);
        snapshot = oldestFirst.get(oldestFirst.size() - 1);
    }

    @AfterEach
    void stop() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    @Test
    void f39_f40_whoWasFrozenInTheMiddleFindsTheOthersCopyInAStoreThatIgnoresConditions() throws Exception {
        S3Shelf s3 = closing(S3Shelf.trusting());
        FaultyProxy way = closing(s3.anotherProxy());
        Hold part = Hold.before();
        way.fault(FaultyProxy.is("PUT", "partNumber=1").and(FaultyProxy.is("PUT", ".tar.gz")), 1, part);
        ignoringConditions(way);
        ignoringConditions(s3.proxy());

        OffsiteProcess frozen = copying(new Site(home("frozen")).s3(s3.name(), way.port()));
        await().atMost(PATIENCE).until(part::reached);
        frozen.freeze();
        assertThat(copying(s3.addTo(new Site(home("other")))).waitFor()).isZero();
        part.letGo();
        frozen.wake();

        assertThat(frozen.waitFor()).isZero();
        isSound(s3);
    }

    @Test
    void f39_f40_whoWasFrozenOverItsManifestReplacesTheOthersByOneThatVerifiesInAStoreThatIgnoresConditions()
            throws Exception {
        S3Shelf s3 = closing(S3Shelf.trusting());
        FaultyProxy way = closing(s3.anotherProxy());
        Hold manifest = Hold.before(FaultyProxy.withoutCondition());
        way.fault(FaultyProxy.is("PUT", "/manifest.json"), 1, manifest);
        ignoringConditions(way);
        Hold upload = Hold.before();
        s3.proxy().fault(FaultyProxy.is("POST", ".tar.gz").and(FaultyProxy.is("POST", "uploads")), 1, upload);
        ignoringConditions(s3.proxy());

        OffsiteProcess other = copying(s3.addTo(new Site(home("other"))));
        await().atMost(PATIENCE).until(upload::reached);
        OffsiteProcess frozen = copying(new Site(home("frozen")).s3(s3.name(), way.port()));
        await().atMost(PATIENCE).until(manifest::reached);
        frozen.freeze();
        upload.letGo();
        assertThat(other.waitFor()).isZero();
        String first = seal(s3);
        manifest.letGo();
        frozen.wake();

        assertThat(frozen.waitFor()).isZero();
        assertThat(seal(s3)).as("the store ignores the condition").isNotEqualTo(first);
        isSound(s3);
        assertThat(evidence(s3).unlisted(snapshot)).hasSize(1);
        assertThat(frozen.err()).contains(evidence(s3).unlisted(snapshot).get(0) + " is whole but belongs to no copy");
    }

    @Test
    void f39_f40_whoWasFrozenInTheMiddleFindsTheOthersCopyOnDisk() throws Exception {
        DiskShelf disk = closing(new DiskShelf(home));
        Hold download = Hold.before();
        downloads.fault(request -> request.method().equals("GET"), 1, download);

        OffsiteProcess frozen = copying(onDisk(disk, "frozen"));
        await().atMost(PATIENCE).until(download::reached);
        frozen.freeze();
        assertThat(copying(onDisk(disk, "other")).waitFor()).isZero();
        String first = seal(disk);
        download.letGo();
        frozen.wake();

        assertThat(frozen.waitFor()).isZero();
        assertThat(seal(disk)).isEqualTo(first);
        isSound(disk);
        assertThat(evidence(disk).unlisted(snapshot)).isEmpty();
    }

    /** Nothing outside can hold a write to a disk: frozen is who has just written its sums, again until that was soon enough. */
    @Test
    void f39_f40_whoWasFrozenOverItsManifestLeavesTheOthersOnDisk() throws Exception {
        boolean hit = false;
        for (int tries = 1; !hit && tries <= TRIES; tries++) {
            hit = frozenOverItsManifest(Files.createDirectories(home.resolve("try" + tries)));
        }
        assertThat(hit)
                .as("frozen before its manifest in one of %d tries", TRIES)
                .isTrue();
    }

    private boolean frozenOverItsManifest(Path place) throws Exception {
        DiskShelf disk = closing(new DiskShelf(place));
        Hold download = Hold.before();
        downloads.fault(request -> request.method().equals("GET"), 1, download);
        OffsiteProcess other =
                copying(new Site(Files.createDirectories(place.resolve("other"))).disk(disk.name(), disk.directory()));
        await().atMost(PATIENCE).until(download::reached);
        Path folder = disk.directory().resolve(copyId(place.resolve("other")).toString());
        OffsiteProcess frozen =
                copying(new Site(Files.createDirectories(place.resolve("frozen"))).disk(disk.name(), disk.directory()));
        frozen.freezeWhenThereIs(folder.resolve("RESTORE.md"));
        boolean soonEnough = !Files.exists(folder.resolve("manifest.json"));
        download.letGo();
        assertThat(other.waitFor()).isZero();
        String first = seal(disk);
        frozen.wake();

        assertThat(frozen.waitFor()).isZero();
        assertThat(seal(disk)).isEqualTo(first);
        isSound(disk);
        assertThat(evidence(disk).unlisted(snapshot)).isEmpty();
        return soonEnough;
    }

    private static void ignoringConditions(FaultyProxy proxy) {
        proxy.fault(
                request -> !request.header("if-none-match").isEmpty(),
                Integer.MAX_VALUE,
                FaultyProxy.withoutCondition());
    }

    private Path home(String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }

    private Site onDisk(DiskShelf disk, String name) throws IOException {
        return new Site(home(name)).disk(disk.name(), disk.directory());
    }

    private OffsiteProcess copying(Site site) throws IOException {
        site.against(sandbox);
        return closing(OffsiteProcess.start(
                site.config().getParent(), OffsiteProcess.shortLived(), site.command("copy", Site.PLAN, "--debug")));
    }

    /** What the newest snapshot's copy is called. */
    private CopyId copyId(Path at) {
        return Snapshots.copyId(new Site(at), Site.CLUSTER, snapshot);
    }

    private Evidence evidence(Shelf shelf) {
        return new Evidence(shelf, sandbox, Site.CLUSTER, Site.CLUSTER);
    }

    private void isSound(Shelf shelf) throws Exception {
        evidence(shelf).holdsExactly(Set.of(snapshot));
        evidence(shelf).isLeftTidy();
    }

    private String seal(Shelf shelf) throws IOException {
        return new Catalog(shelf.store(), 1)
                .copied(Sandbox.PROJECT, Site.CLUSTER, snapshot)
                .orElseThrow()
                .seal();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
