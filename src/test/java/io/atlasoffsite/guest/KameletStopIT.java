package io.atlasoffsite.guest;

import static io.atlasoffsite.guest.KameletScene.COPY;
import static io.atlasoffsite.guest.KameletScene.RESTORE;
import static io.atlasoffsite.guest.KameletScene.call;
import static io.atlasoffsite.guest.KameletScene.inBucket;
import static io.atlasoffsite.guest.KameletScene.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.JobTiming;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.Hold;
import io.atlasoffsite.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** The action Kamelets in an application that stops, or stops the route. */
class KameletStopIT extends KameletSceneTests {

    private void again(SandboxOptions atlas) throws IOException {
        scene.close();
        Files.delete(scene.copies());
        scene = new KameletScene(home, atlas);
    }

    /** Stops the host when something is under way, and looks at what its caller is told. */
    private void stopWhile(String route, Callable<Boolean> underWay) throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<Exchange> ended = caller.submit(() -> scene.send(route, ""));
            await().atMost(Duration.ofSeconds(30)).until(underWay);
            Instant told = Instant.now();
            scene.host().close();

            assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(20));
            assertThat(ended.get(10, TimeUnit.SECONDS).getException())
                    .isInstanceOfSatisfying(OffsiteException.class, failure -> {
                        assertThat(failure.retryable()).isTrue();
                        assertThat(failure).hasMessageContaining("the application is stopping");
                    });
            assertThat(caller.submit(Thread::interrupted).get()).isFalse();
            assertThat(scene.data().resolve("processes")).isEmptyDirectory();
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void aCopyIsBrokenOffInTimeAndNothingHalfDoneIsLeft() throws Exception {
        again(SandboxOptions.builder().archiveBytes(8L << 20).build());
        scene.sandbox()
                .faults()
                .add(Fault.always(Operation.DOWNLOAD, new FaultAction.Stall(1 << 20, Duration.ofMinutes(10))));
        scene.route("copy", call(COPY, scene.copying())).start();

        stopWhile("copy", () -> !scene.sandbox().requests(Operation.DOWNLOAD).isEmpty());

        assertThat(scene.stored("manifest.json")).isEmpty();
        assertThat(scene.stored(".tar.gz")).isEmpty();
    }

    @Test
    void theWaitForAtlasIsBrokenOffInTime() throws Exception {
        again(SandboxOptions.builder()
                .timing(new JobTiming(1000, 1000, 2, 2, Duration.ofHours(1)))
                .build());
        scene.route("copy", call(COPY, with(scene.copying(), "cluster", "rs-billing")))
                .start();

        stopWhile("copy", () -> !scene.sandbox().requests(Operation.GET_RESTORE).isEmpty());

        assertThat(scene.stored("manifest.json")).isEmpty();
    }

    @Test
    void aRestoreIsBrokenOffInTimeAndItsDirectoryHasNoName() throws Exception {
        S3Server s3 = new S3Server();
        Hold slow = Hold.before();
        try (FaultyProxy between = new FaultyProxy(s3.port())) {
            scene.route("copy", call(COPY, inBucket(scene.copying(), s3.port())))
                    .route("restore", call(RESTORE, inBucket(scene.restoring("a"), between.port())))
                    .start();
            assertThat(scene.send("copy", "").getException()).isNull();
            between.fault(FaultyProxy.is("GET", ".tar.gz"), 1, slow);

            stopWhile("restore", slow::reached);

            assertThat(home.resolve("a")).doesNotExist();
            assertThat(Files.readString(scene.data().resolve("audit.jsonl")))
                    .contains("\"asked\"")
                    .doesNotContain("\"failed\"", "\"restored\"");
        } finally {
            slow.drop();
            s3.stop();
        }
    }

    @Test
    void aHostThatStopsLeavesNoThreadAndNoLock() throws Exception {
        List<String> before = threads();
        scene.route("copy", call(COPY, scene.copying()), call(RESTORE, scene.restoring("a")))
                .start();
        scene.send("copy", "");
        assertThat(KameletScene.files(scene.data().resolve("processes"), ".lock"))
                .hasSize(2);

        scene.host().close();

        assertThat(scene.data().resolve("processes")).isEmptyDirectory();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("offsite") || name.contains("Camel"))
                .toList();
    }

    @Test
    void aRouteThatIsStoppedAndStartedWorksAgain() throws Exception {
        scene.route("copy", call(COPY, scene.copying())).start();
        scene.send("copy", "");
        var routes = scene.host().context().getRouteController();
        String kamelet = scene.host().context().getRoutes().stream()
                .map(route -> route.getRouteId())
                .filter(id -> id.startsWith(COPY))
                .findFirst()
                .orElseThrow();

        routes.stopRoute(kamelet);
        routes.startRoute(kamelet);

        assertThat(scene.send("copy", "").getException()).isNull();
    }
}
