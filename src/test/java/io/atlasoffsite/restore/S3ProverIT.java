package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.restore.Verdict.Outcome;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Finding.What;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.S3Store;
import io.atlasoffsite.store.S3StoreSettings;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3ProverIT extends ProverContract {

    private static S3Server server;
    private static int stores;

    private FaultyProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Override
    ArchiveStore newStore() throws Exception {
        proxy = new FaultyProxy(server.port());
        S3StoreSettings settings =
                S3StoreSettings.of(S3Server.BUCKET, "prove-" + stores++).withParts(5 << 20, 5L << 30, 10_000, 4);
        return new S3Store("vault", S3Server.client(proxy.port()), settings);
    }

    @Override
    int damages() {
        return 56;
    }

    @AfterEach
    void closeProxy() throws Exception {
        proxy.close();
    }

    @Test
    void f28_aServerThatFailsNeverMakesACopyDamaged() throws Exception {
        Manifest manifest = StoredCopy.in(store());
        String archive = manifest.archives().get(0).file();
        proxy.fault(FaultyProxy.is("GET", archive), 100, FaultyProxy.answer(503, "SlowDown"));

        Verdict verdict = verdict();

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(verdict.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(archive);
            assertThat(finding.what()).isEqualTo(What.UNREADABLE);
        });
    }

    @Test
    void f28_aRequestThatFailsOnceIsNotSeenByAnybody() throws Exception {
        Manifest manifest = StoredCopy.in(store());
        for (Manifest.Archive archive : manifest.archives()) {
            proxy.fault(FaultyProxy.is("GET", archive.file()), 1, FaultyProxy.answer(500, "InternalError"));
        }

        assertThat(verdict().outcome()).isEqualTo(Outcome.WHOLE);
    }

    @Test
    void f33_aBucketThatIsRefusedOrGoneNeverMakesACopyDamaged() throws Exception {
        StoredCopy.in(store());
        proxy.fault(request -> request.target().contains(".tar.gz"), 100, FaultyProxy.answer(404, "NoSuchBucket"));

        Verdict verdict = verdict();

        assertThat(verdict.outcome()).as(verdict.findings().toString()).isEqualTo(Outcome.UNAVAILABLE);
    }
}
