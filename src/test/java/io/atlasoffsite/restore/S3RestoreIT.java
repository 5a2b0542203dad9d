package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.S3Store;
import io.atlasoffsite.store.S3StoreSettings;
import io.atlasoffsite.store.StoreException;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.S3Server;
import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Restores from S3: ranges side by side, and what goes wrong with them. */
@Timeout(120)
class S3RestoreIT {

    private static final byte[] ARCHIVE = Archives.dataDirectory(11, 2_000_000);

    private static S3Server server;

    @TempDir
    private Path directory;

    private FaultyProxy proxy;
    private ArchiveStore store;
    private RestoreRig rig;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @BeforeEach
    void open() throws Exception {
        proxy = new FaultyProxy(server.port());
        S3StoreSettings settings = S3StoreSettings.of(
                S3Server.BUCKET, "restore-" + directory.getFileName().toString());
        store = new S3Store("vault", S3Server.client(proxy.port()), settings);
        rig = new RestoreRig(directory);
        StoredCopy.in(store, StoredCopy.COPY, Map.of("orders", ARCHIVE));
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        store.close();
        proxy.close();
    }

    private void assertWhole() throws IOException {
        RestoreRig.assertSame(RestoreRig.files(rig.into().resolve("orders")), RestoreRig.held(ARCHIVE));
    }

    private List<FaultyProxy.Request> ranges() {
        return proxy.seen().stream()
                .filter(request -> request.method().equals("GET")
                        && request.target().contains(".tar.gz")
                        && !request.header("range").isEmpty())
                .toList();
    }

    @Test
    void theArchiveIsReadInRangesOnceEach() throws Exception {
        Restored restored = rig.restore(rig.task(store));

        assertThat(restored.whole()).isTrue();
        assertWhole();
        assertThat(ranges()).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    }

    @Test
    void f28_connectionsThatAreCutInTheMiddleOfARangeGoOnWhereTheyWere() throws Exception {
        proxy.fault(
                request ->
                        request.target().contains(".tar.gz") && request.method().equals("GET"),
                5,
                FaultyProxy.changeAnswer(answer -> answer.substring(0, answer.length() - 50_000)));
        proxy.fault(FaultyProxy.is("GET", ".tar.gz"), 3, FaultyProxy.answer(503, "SlowDown"));

        rig.restore(rig.task(store));

        assertWhole();
        assertThat(ranges())
                .filteredOn(request -> !request.header("if-match").isEmpty())
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void f9_aServerThatDoesNotKnowRangesIsSaidToLackThem() {
        proxy.fault(
                request -> !request.header("range").isEmpty(),
                1000,
                FaultyProxy.changeAnswer(answer -> answer.replaceFirst("206 [A-Za-z ]+", "200 OK")
                        .replaceFirst("(?im)^content-range:.*\r\n", "")));

        assertThatThrownBy(() -> rig.restore(rig.task(store))).isInstanceOfSatisfying(StoreException.class, failure -> {
            assertThat(failure.code()).isEqualTo(StoreException.LACKING);
            assertThat(failure).hasMessageContaining("range");
        });
        rig.assertNothingLeft();
    }

    @Test
    void f28_aStoreThatFailsForLongIsNoDamage() throws Exception {
        proxy.fault(FaultyProxy.is("GET", ".tar.gz"), 1000, FaultyProxy.answer(503, "SlowDown"));

        assertThatThrownBy(() -> rig.restore(rig.task(store)))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
        rig.assertNothingLeft();
        proxy.mend();
        assertThat(rig.restore(rig.task(store)).whole()).isTrue();
    }
}
