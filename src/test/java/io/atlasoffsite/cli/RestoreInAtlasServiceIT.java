package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.RestoredCluster;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.Hold;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F23, F36, F38, F39: restores in Atlas by message while the service is killed, or another one does the same. The packaged jar. */
class RestoreInAtlasServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TARGET = Sandbox.RESTORE_PROJECT + "/rs-staging";

    @TempDir
    private Path home;

    private Sandbox sandbox;
    private FaultyProxy way;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder().restoreTargets(true).build());
        way = new FaultyProxy(URI.create(sandbox.baseUrl()).getPort());
    }

    @AfterEach
    void stop() throws IOException {
        way.close();
        sandbox.close();
    }

    @Test
    void f36_whoIsKilledBeforeAtlasHearsOfTheRequestNeverSendsItAgain() throws Exception {
        Site site = site("one", home.resolve("ledger"));
        Hold request = Hold.before();
        killedAt(site, request);

        try (OffsiteProcess service = running(site);
                Queue queue = connected(site)) {
            String letter = await().atMost(PATIENCE)
                    .until(() -> queue.letters(), letters -> !letters.isEmpty())
                    .get(0);
            assertThat(letter).contains("nobody knows", "atlas-unavailable", "\"retryable\":true");
            assertThat(queue.browse(Queues.REPLIES)).singleElement().asString().contains("\"outcome\":\"unknown\"");
            assertThat(queue.browse(Queues.EVENTS))
                    .filteredOn(event -> event.contains("restore.failed"))
                    .hasSize(1);
            assertThat(service.alive()).isTrue();
        }
        assertThat(sandbox.requests(Operation.CREATE_RESTORE)).isEmpty();
        assertThat(audit(site)).contains("\"outcome\":\"asked\"", "\"outcome\":\"unknown\"");
    }

    @Test
    void f23_f36_whoIsKilledBeforeTheAnswerFindsTheJobAndFollowsIt() throws Exception {
        Site site = site("one", home.resolve("ledger"));
        killedAt(site, Hold.after());
        assertThat(sandbox.requests(Operation.CREATE_RESTORE)).hasSize(1);

        try (OffsiteProcess service = running(site);
                Queue queue = connected(site)) {
            String reply = await().atMost(PATIENCE)
                    .until(() -> queue.browse(Queues.REPLIES), replies -> !replies.isEmpty())
                    .get(0);
            assertThat(reply).contains("\"outcome\":\"completed\"", "\"jobId\"");
            assertThat(queue.letters()).isEmpty();
            assertThat(queue.browse(Queues.EVENTS))
                    .filteredOn(event -> event.contains("restore.completed"))
                    .hasSize(1);
            assertThat(service.alive()).isTrue();
        }
        assertThat(sandbox.requests(Operation.CREATE_RESTORE)).hasSize(1);
        assertThat(sandbox.restoredClusters())
                .extracting(RestoredCluster::restores)
                .containsExactly(1);
    }

    @Test
    void f38_f39_aHundredOfOneRequestInTwoServicesMakeOneJob() throws Exception {
        Path ledger = home.resolve("ledger");
        Site one = site("one", ledger);
        Site other = site("other", ledger);
        try (OffsiteProcess first = running(one);
                OffsiteProcess second = running(other);
                Queue toOne = connected(one);
                Queue toOther = connected(other)) {
            for (int i = 0; i < 50; i++) {
                toOne.send(Queues.ATLAS_RESTORE_REQUESTS, request());
                toOther.send(Queues.ATLAS_RESTORE_REQUESTS, request());
            }
            await().atMost(PATIENCE)
                    .until(() -> toOne.browse(Queues.REPLIES).size() == 50
                            && toOther.browse(Queues.REPLIES).size() == 50);
            assertThat(toOne.letters()).isEmpty();
            assertThat(toOther.letters()).isEmpty();
            assertThat(toOne.browse(Queues.REPLIES)).allMatch(reply -> reply.contains("\"outcome\":\"completed\""));
            assertThat(first.alive() && second.alive()).isTrue();
        }
        assertThat(sandbox.requests(Operation.CREATE_RESTORE)).hasSize(1);
    }

    private void killedAt(Site site, Hold hold) throws Exception {
        way.fault(FaultyProxy.is("POST", "/backup/restoreJobs"), 1, hold);
        try (OffsiteProcess service = running(site)) {
            try (Queue queue = connected(site)) {
                queue.send(Queues.ATLAS_RESTORE_REQUESTS, request());
            }
            await().atMost(PATIENCE).until(hold::reached);
            service.kill();
        }
        way.mend();
        hold.drop();
    }

    private OffsiteProcess running(Site site) throws IOException {
        return OffsiteProcess.start(home, OffsiteProcess.shortLived(), site.command("run"));
    }

    private static Queue connected(Site site) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new Queue(site.load().broker().orElseThrow()), queue -> true);
    }

    /** Answers are waited for briefly: who was killed is looked for no longer. */
    private Site site(String name, Path ledger) throws IOException {
        return new Site(Files.createDirectories(home.resolve(name)))
                .disk("disk", ledger)
                .under(way.url())
                .auth("{ type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: mdb_sa_sk_sandbox }\n"
                        + "    connectTimeout: 500ms\n    responseTimeout: 3s")
                .with(
                        "restore:",
                        "  directory: " + home.resolve(name).resolve("restores"),
                        "  inAtlas: { enabled: true, ledger: disk, targets: [ { project: " + Sandbox.RESTORE_PROJECT
                                + ", cluster: rs-staging } ] }")
                .against(sandbox);
    }

    private static String request() {
        return "{\"schema\":1,\"requestId\":\"drill-1\",\"atlas\":\"prod\",\"project\":\"" + Sandbox.PROJECT
                + "\",\"cluster\":\"rs-billing\",\"newest\":true,\"target\":{\"project\":\"" + Sandbox.RESTORE_PROJECT
                + "\",\"cluster\":\"rs-staging\"},\"confirm\":\"" + TARGET
                + "\",\"notAfter\":\"2999-01-01T00:00:00Z\",\"replyTo\":\"offsite.replies\"}";
    }

    private static String audit(Site site) throws IOException {
        return Files.readString(site.data().resolve("audit.jsonl"));
    }
}
