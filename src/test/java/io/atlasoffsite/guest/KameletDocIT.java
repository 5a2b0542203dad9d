package io.atlasoffsite.guest;

import static io.atlasoffsite.guest.KameletScene.COPY;
import static io.atlasoffsite.guest.KameletScene.RESTORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.S3Server;
import io.atlasoffsite.testing.Unpacked;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Processor;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.JobKey;
import org.quartz.impl.matchers.GroupMatcher;

/** The examples of docs/kamelets.md as they stand there; only places and names are those of the stand-ins. */
class KameletDocIT {

    private static final String LOG = "- log: \"${body}\"";
    private static final String TAKEN = LOG + "\n        - to: bean:take";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private final Queue<String> taken = new ConcurrentLinkedQueue<>();
    private YamlHost host;

    @BeforeEach
    void begin() {
        host = new YamlHost(home).bean("take", (Processor)
                exchange -> taken.add(exchange.getMessage().getBody(String.class)));
    }

    @AfterEach
    void end() {
        host.close();
    }

    private YamlHost s3(String kamelet, S3Server s3) {
        String prefix = "camel.kamelet." + kamelet + ".";
        return host.property(prefix + "endpoint", "http://127.0.0.1:" + s3.port())
                .property(prefix + "pathStyle", "true")
                .property(prefix + "accessKey", S3Server.KEY)
                .property(prefix + "secretKey", S3Server.SECRET)
                .property(prefix + "data", home.resolve("data").toString());
    }

    /** With the sandbox's cluster, the bucket there is, and what a test can look at. */
    private static String example(int number, Map<String, String> further) throws IOException {
        Map<String, String> ours = new HashMap<>(further);
        ours.put("cluster: orders", "cluster: flex-orders");
        ours.put("bucket: acme-offsite", "bucket: " + S3Server.BUCKET);
        ours.put(LOG, TAKEN);
        return KameletDoc.example(number, ours);
    }

    @Test
    void thereAreThree() throws IOException {
        assertThat(KameletDoc.examples()).hasSize(3);
    }

    @Test
    void theCopyAndTheRestoreDoWhatTheyShow() throws Exception {
        S3Server s3 = new S3Server();
        try (Sandbox sandbox =
                Sandbox.start(SandboxOptions.builder().archiveBytes(200_000).build())) {
            s3(COPY, s3).property("camel.kamelet." + COPY + ".baseUrl", sandbox.baseUrl());
            s3(RESTORE, s3)
                    .property("id", "mdb_sa_id_sandbox")
                    .property("secret", "mdb_sa_sk_sandbox")
                    .routes(example(
                            0,
                            Map.of("{{env:ATLAS_CLIENT_ID}}", "{{id}}", "{{env:ATLAS_CLIENT_SECRET}}", "{{secret}}")))
                    .routes(example(
                            1,
                            Map.of("/restore/orders", home.resolve("restored").toString())))
                    .start();
            fire();
            await().atMost(PATIENCE).until(() -> !taken.isEmpty());
            assertThat(taken.remove()).contains("\"outcome\":\"copied\"");

            assertThat(host.send("direct:restore", "").getException()).isNull();

            assertThat(taken.remove()).contains("\"outcome\":\"restored\"");
            assertThat(Unpacked.files(home.resolve("restored/flex-orders"))).isNotEmpty();
        } finally {
            s3.stop();
        }
    }

    /** The night has come. */
    private void fire() throws Exception {
        var scheduler =
                host.context().getComponent("quartz", QuartzComponent.class).getScheduler();
        var jobs = scheduler.getJobKeys(GroupMatcher.anyJobGroup());
        assertThat(jobs).hasSize(1);
        for (JobKey job : jobs) {
            scheduler.triggerJob(job);
        }
    }
}
