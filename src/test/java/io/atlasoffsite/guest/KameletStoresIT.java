package io.atlasoffsite.guest;

import static io.atlasoffsite.guest.KameletScene.COPY;
import static io.atlasoffsite.guest.KameletScene.RESTORE;
import static io.atlasoffsite.guest.KameletScene.call;
import static io.atlasoffsite.guest.KameletScene.inBucket;
import static io.atlasoffsite.guest.KameletScene.json;
import static io.atlasoffsite.guest.KameletScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.testing.S3Server;
import io.atlasoffsite.testing.Unpacked;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** The action Kamelets and where the copies lie: a bucket, several places, one place for several of them. */
class KameletStoresIT extends KameletSceneTests {

    @Test
    void aBucketServesAsWell() throws Exception {
        S3Server s3 = new S3Server();
        try {
            scene.route(
                            "both",
                            call(COPY, inBucket(scene.copying(), s3.port())),
                            call(RESTORE, inBucket(scene.restoring("a"), s3.port())))
                    .route("file", call(COPY, scene.copying()))
                    .start();

            Exchange ended = scene.send("both", "");
            scene.send("file", "");

            assertThat(ended.getException()).isNull();
            assertThat(Unpacked.files(home.resolve("a").resolve(KameletScene.CLUSTER)))
                    .isNotEmpty()
                    .isEqualTo(Unpacked.archive(scene.stored(".tar.gz").get(0)));
        } finally {
            s3.stop();
        }
    }

    @Test
    void severalOfThemInOneContextDoNotKnowEachOther() throws Exception {
        Files.createDirectories(home.resolve("second"));
        String second = home.resolve("second").toString();
        String twice = call(COPY, scene.copying());
        scene.route("same", twice, twice, call(COPY, with(scene.copying(), "directory", second)))
                .route("other", call(COPY, with(scene.copying(), "directory", second, "cluster", "m2-legacy")))
                .route("wrong", twice, call(COPY, with(scene.copying(), "cluster", "m2-legacy")))
                .start();

        assertThat(json(scene.send("other", "")).path(0).path("copyId").asText())
                .contains("m2-legacy");
        Exchange same = scene.send("same", "{\"snapshotId\":\"" + scene.oldest() + "\"}");

        assertThat(same.getException())
                .as(same.getMessage().getBody(String.class))
                .isNull();
        assertThat(json(same).path(0).path("copyId").asText()).endsWith(scene.oldest());
        assertThat(scene.stored("manifest.json")).hasSize(1);
        assertThat(KameletScene.files(home.resolve("second"), "manifest.json")).hasSize(2);
        assertThat(scene.send("wrong", "").getException()).hasMessageContaining("a copy of another cluster");
    }

    @Test
    void twoOfThemMayCopyTheSameSnapshotIntoOneDirectoryAtOnce() throws Exception {
        scene.route("one", call(COPY, scene.copying()))
                .route(
                        "two",
                        call(
                                COPY,
                                with(
                                        scene.copying(),
                                        "data",
                                        home.resolve("data-2").toString())))
                .start();
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<Exchange>> both = new ArrayList<>();
            for (String route : List.of("one", "two")) {
                both.add(callers.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return scene.send(route, "");
                }));
            }
            List<String> outcomes = new ArrayList<>();
            for (Future<Exchange> one : both) {
                Exchange ended = one.get(60, TimeUnit.SECONDS);
                assertThat(ended.getException()).isNull();
                outcomes.add(json(ended).path(0).path("outcome").asText());
            }

            assertThat(outcomes).isSubsetOf("copied", "skipped").contains("copied");
            assertThat(scene.stored("manifest.json")).hasSize(1);
            assertThat(scene.stored(".tar.gz")).hasSize(1);
        } finally {
            callers.shutdownNow();
        }
    }
}
