package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.restore.Verdict.Outcome;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Finding;
import io.atlasoffsite.store.Finding.What;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.S3Store;
import io.atlasoffsite.store.S3StoreSettings;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.S3Server;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
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
        return 28;
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

    /** A store whose disk lets bits rot answers with another body than it says the checksum of. */
    @Test
    void f45_aBodyThatDoesNotFitTheStoresOwnChecksumIsDamageAndNoFailureOfTheStore() throws Exception {
        String archive = StoredCopy.in(store()).archives().get(0).file();
        for (String file : List.of("snapshot.json", "RESTORE.md", "SHA256SUMS", "manifest.json", archive)) {
            AtomicBoolean rotten = new AtomicBoolean(true);
            proxy.fault(
                    request -> rotten.get()
                            && request.method().equals("GET")
                            && request.target().contains(file),
                    100,
                    FaultyProxy.changeAnswer(S3ProverIT::rotten));

            Verdict verdict = verdict();

            assertThat(verdict.outcome()).as("%s: %s", file, verdict.findings()).isEqualTo(Outcome.DAMAGED);
            rotten.set(false);
            assertThat(verdict().outcome()).isEqualTo(Outcome.WHOLE);
        }
    }

    private static String rotten(String answer) {
        int body = answer.indexOf("\r\n\r\n") + 4;
        CRC32 checksum = new CRC32();
        checksum.update(answer.substring(body).getBytes(StandardCharsets.ISO_8859_1));
        String said = Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
        int place = answer.length() - 5;
        return answer.substring(0, body - 2) + "x-amz-checksum-crc32: " + said
                + "\r\nx-amz-checksum-type: FULL_OBJECT\r\n\r\n" + answer.substring(body, place)
                + (char) (answer.charAt(place) ^ 1) + answer.substring(place + 1);
    }

    @Test
    void f28_aConnectionThatBreaksInTheMiddleOfAnArchiveIsTakenUpWhereItWas() throws Exception {
        Manifest manifest = StoredCopy.in(store());
        for (Manifest.Archive archive : manifest.archives()) {
            proxy.fault(
                    FaultyProxy.is("GET", archive.file()),
                    2,
                    FaultyProxy.changeAnswer(answer -> answer.substring(0, answer.length() - 1000)));
        }

        Verdict verdict = verdict();

        assertThat(verdict.outcome()).as("%s", verdict.findings()).isEqualTo(Outcome.WHOLE);
        assertThat(proxy.seen())
                .anyMatch(request -> request.header("range").endsWith("-")
                        && !request.header("if-match").isEmpty());
    }

    @Test
    void f28_aConnectionThatBreaksAgainAndAgainIsGivenUpAndNoDamage() throws Exception {
        String archive = StoredCopy.in(store()).archives().get(0).file();
        proxy.fault(
                FaultyProxy.is("GET", archive),
                100,
                FaultyProxy.changeAnswer(answer -> answer.substring(0, answer.indexOf("\r\n\r\n") + 5)));

        Verdict verdict = verdict();

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(verdict.findings()).extracting(Finding::file).containsExactly(archive);
        assertThat(proxy.seen()).filteredOn(FaultyProxy.is("GET", archive)).hasSizeLessThan(20);
    }

    @Test
    void f10_theRestOfAnotherObjectIsNeverJoinedToTheFirst() throws Exception {
        String archive = StoredCopy.in(store()).archives().get(0).file();
        String path = StoredCopy.COPY + "/" + archive;
        byte[] other = store().read(path, 1 << 20).orElseThrow();
        other[other.length - 1] ^= 1;
        proxy.fault(FaultyProxy.is("GET", archive), 1, (request, origin) -> {
            byte[] answer = origin.send(request);
            store().put(path, other);
            return Arrays.copyOf(answer, answer.length - 1000);
        });

        Verdict verdict = verdict();

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(verdict.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("412"));
        assertThat(verdict().outcome()).isEqualTo(Outcome.DAMAGED);
    }
}
