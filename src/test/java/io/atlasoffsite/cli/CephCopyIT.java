package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.sandbox.ArchiveFacts;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.S3Store;
import io.atlasoffsite.store.S3StoreSettings;
import io.atlasoffsite.testing.CephGateway;
import io.atlasoffsite.testing.WithCeph;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Commands and the service against Ceph's gateway. */
@WithCeph
class CephCopyIT {

    private static final String LOCK = "objectLock: { mode: GOVERNANCE, days: 9 }";

    @TempDir
    private Path home;

    private CephGateway ceph;
    private Sandbox sandbox;
    private StringWriter said;

    @BeforeEach
    void start(CephGateway gateway) throws Exception {
        ceph = gateway;
        sandbox = Sandbox.start(SandboxOptions.builder().archiveBytes(20L << 20).build());
        said = new StringWriter();
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private Site site(S3StoreSettings bucket, String more) throws Exception {
        return new Site(home).s3("vault", ceph.port(), bucket.bucket(), more).against(sandbox);
    }

    private int run(String... arguments) {
        said = new StringWriter();
        return Main.execute(new PrintWriter(said), new PrintWriter(said), arguments);
    }

    @Test
    void f35_aCopyIsReadBackBecauseNothingTheStoreSaysProvesIt() throws Exception {
        S3StoreSettings bucket = ceph.newBucket();
        Site site = site(bucket, "tags: { team: backup }");

        assertThat(run(site.command("copy", Site.PLAN))).as(said.toString()).isZero();

        List<String> snapshots = sandbox.completedSnapshotIds(Site.CLUSTER);
        String newest = snapshots.get(snapshots.size() - 1);
        ArchiveFacts source = sandbox.archive(newest, Site.CLUSTER);
        try (ArchiveStore store = new S3Store("vault", ceph.client(), bucket)) {
            Manifest.Archive archive = new Catalog(store, 1)
                    .copied(Sandbox.PROJECT, Site.CLUSTER, newest)
                    .orElseThrow()
                    .manifest()
                    .archives()
                    .get(0);
            assertThat(archive.bytes()).isEqualTo(source.length());
            assertThat(archive.sha256()).isEqualTo(source.sha256());
            assertThat(archive.proof().stored()).isEqualTo(Manifest.Stored.READBACK);
        }
        assertThat(run(site.command("copy", Site.PLAN))).isZero();
        assertThat(run(site.command("status"))).isZero();
    }

    @Test
    void aCopyInABucketWithLockIsLockedAndEverythingElseIsCleanedUp() throws Exception {
        S3StoreSettings bucket = ceph.newLockedBucket();
        Site site = site(bucket, LOCK);

        assertThat(run(site.command("check"))).as(said.toString()).isZero();
        assertThat(run(site.command("copy", Site.PLAN))).as(said.toString()).isZero();

        Instant until = Instant.now().plus(Duration.ofDays(9));
        try (S3Client client = ceph.client()) {
            List<String> keys = client.listObjectsV2(r -> r.bucket(bucket.bucket())).contents().stream()
                    .map(S3Object::key)
                    .toList();
            assertThat(keys)
                    .filteredOn(key -> key.contains(Sandbox.PROJECT))
                    .hasSize(5)
                    .allSatisfy(key -> assertThat(client.headObject(
                                            r -> r.bucket(bucket.bucket()).key(key))
                                    .objectLockRetainUntilDate())
                            .isBetween(until.minusSeconds(300), until));
            assertThat(keys)
                    .filteredOn(key -> key.contains("/.offsite/"))
                    .containsExactly("atlas/.offsite/format.json");
        }
    }

    @Test
    void whereALockIsAskedForAndTheBucketHasNoneCheckSaysSoAndTheServiceDoesNotStart() throws Exception {
        Site site = site(ceph.newBucket(), LOCK);

        assertThat(run(site.command("check"))).isEqualTo(ErrorLines.UNAVAILABLE);
        assertThat(said.toString()).contains("store vault", "settings", "the bucket has no object lock");
        assertThatThrownBy(() -> Service.start(site.load()))
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.STORE_REFUSED))
                .hasMessageContaining("store 'vault'")
                .hasMessageContaining("the bucket has no object lock");
        assertThat(run(site.command("copy", Site.PLAN))).isEqualTo(ErrorLines.UNAVAILABLE);
        assertThat(said.toString()).contains("the bucket has no object lock");
    }

    @Test
    void aStoreThatIsAwayDoesNotKeepAServiceFromStartingAlsoWhenItShouldLock() throws Exception {
        Site site = new Site(home).s3("vault", 1, "vault", LOCK).against(sandbox);

        try (Service service = Service.start(site.load())) {
            assertThat(service.broker()).isNotNull();
        }
    }

    @Test
    void encryptionThatCephPassesOverIsSaidByCheck() throws Exception {
        Site site = site(ceph.newBucket(), "sse: AES256");

        assertThat(run(site.command("check"))).isEqualTo(ErrorLines.UNAVAILABLE);
        assertThat(said.toString()).contains("does not encrypt where sse asks for AES256");
    }
}
