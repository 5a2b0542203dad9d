package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.ArchiveFacts;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.LinkRules;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.RecordedRequest;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of clusters with several archives, and of ones whose links are good for one download only. */
class ShardedCopyIT {

    private static final String SHARDED = "sharded-events";
    private static final String REPLICA_SET = "rs-billing";
    private static final long ARCHIVE = 8L << 20;

    @TempDir
    private Path home;

    @Test
    void aShardedClusterHasOneArchiveForEachShardAndOneForItsConfigServersInOneManifest() throws Exception {
        try (Sandbox sandbox = Sandbox.start(options().build())) {
            Site site = new Site(home).disk("disk").cluster(SHARDED).against(sandbox);

            assertThat(run(site)).isZero();

            Manifest manifest = manifest(site);
            String snapshot = manifest.copyId().snapshotId();
            assertThat(manifest.archives())
                    .extracting(Manifest.Archive::replicaSet)
                    .containsExactlyInAnyOrderElementsOf(sandbox.replicaSets(SHARDED));
            for (Manifest.Archive archive : manifest.archives()) {
                ArchiveFacts source = sandbox.archive(snapshot, archive.replicaSet());
                assertThat(archive.sha256()).isEqualTo(source.sha256());
                assertThat(archive.bytes()).isEqualTo(source.length());
            }
            assertThat(sandbox.requests(Operation.CREATE_RESTORE)).hasSize(1);
            assertThat(sandbox.requests(Operation.CANCEL_RESTORE)).hasSize(1);
        }
    }

    @Test
    void aShardThatIsStoredIsNotFetchedAgainWhenAnotherOneFailedAlsoAfterARestart() throws Exception {
        try (Sandbox sandbox = Sandbox.start(options().build())) {
            Site site = new Site(home).disk("disk").cluster(SHARDED).against(sandbox);
            List<Integer> refused = new ArrayList<>(List.of(2));
            refused.addAll(IntStream.rangeClosed(4, 60).boxed().toList());
            sandbox.faults().add(Fault.on(refused, Operation.DOWNLOAD, FaultAction.Reply.raw(403, "text/plain", "no")));

            assertThat(run(site)).isEqualTo(5);
            assertThat(entries(site)).isEmpty();
            sandbox.faults().clear();
            sandbox.forgetRequests();
            assertThat(run(site)).isZero();

            assertThat(sandbox.requests(Operation.DOWNLOAD)).hasSize(1);
            Manifest manifest = manifest(site);
            assertThat(manifest.archives()).hasSize(3);
            for (Manifest.Archive archive : manifest.archives()) {
                assertThat(archive.sha256())
                        .isEqualTo(sandbox.archive(manifest.copyId().snapshotId(), archive.replicaSet())
                                .sha256());
            }
            assertThat(new FileStore("disk", site.directory("disk")).list(Layout.KEPT))
                    .isEmpty();
        }
    }

    @Test
    void f1_f8_aDownloadCutAtAFifthWhoseLinkIsRefusedAfterwardsEndsAsAWholeCopyFromANewJob() throws Exception {
        SandboxOptions oneRequest = options()
                .bytesVaryByJob(true)
                .secretLinks(new LinkRules(true, true, true, LinkRules.Use.ONE_REQUEST))
                .build();
        try (Sandbox sandbox = Sandbox.start(oneRequest)) {
            sandbox.faults().add(Fault.first(1, Operation.DOWNLOAD, new FaultAction.Cut(ARCHIVE / 5)));
            Site site = new Site(home).disk("disk").cluster(REPLICA_SET).against(sandbox);

            assertThat(run(site)).isZero();

            List<RecordedRequest> downloads = sandbox.requests(Operation.DOWNLOAD);
            RecordedRequest last = downloads.get(downloads.size() - 1);
            ArchiveFacts delivered = sandbox.archiveAt(sandbox.downloadUrl() + last.path());
            Manifest.Archive archive = manifest(site).archives().get(0);
            assertThat(archive.sha256()).isEqualTo(delivered.sha256());
            assertThat(archive.bytes()).isEqualTo(delivered.length());
            assertThat(sandbox.requests(Operation.CREATE_RESTORE)).hasSize(2);
            assertThat(sandbox.requests(Operation.CANCEL_RESTORE)).hasSize(2);
        }
    }

    private static io.atlasoffsite.sandbox.SandboxOptionsBuilder options() {
        return SandboxOptions.builder().archiveBytes(ARCHIVE);
    }

    private static int run(Site site) {
        StringWriter out = new StringWriter();
        return Main.execute(new PrintWriter(out), new PrintWriter(out), site.command("copy", Site.PLAN));
    }

    private static List<CatalogEntry> entries(Site site) throws Exception {
        return new Catalog(new FileStore("disk", site.directory("disk")), 1).all();
    }

    private static Manifest manifest(Site site) throws Exception {
        List<CatalogEntry> entries = entries(site);
        assertThat(entries).hasSize(1);
        return ((CatalogEntry.Whole) entries.get(0)).manifest().manifest();
    }
}
