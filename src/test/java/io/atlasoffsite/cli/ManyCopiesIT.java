package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.Reason;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans for many clusters and snapshots, by command and through the service's own broker. */
class ManyCopiesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder()
                .archiveBytes(100_000)
                .clusters(List.of("flex-orders", "m2-legacy"))
                .generatedClusters(0)
                .build());
        cli = new Cli(directory);
        String plans = """
                  every: { atlas: sandbox, project: %1$s, cluster: "*", stores: [disk], alertAfter: 48h }
                  whole: { atlas: sandbox, project: %1$s, cluster: flex-orders, snapshot: all, stores: [disk] }
                  nowhere: { atlas: sandbox, project: %2$s, cluster: "*", stores: [disk] }
                """.formatted(Sandbox.PROJECT, Sandbox.EMPTY_PROJECT);
        cli.configured(
                cli.yaml(sandbox.baseUrl(), "mdb_sa_sk_sandbox").replaceFirst("(?s)plans:\n.*", "plans:\n" + plans));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aPlanForEveryClusterIsCopiedOneAfterTheOther() throws IOException {
        Cli.Ran ran = cli.run("copy", "every", "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.json().findValuesAsText("outcome")).containsExactly("copied", "copied");
        assertThat(manifests()).hasSize(2);
        assertThat(cli.run("copy", "every").out()).contains("skipped").doesNotContain("copied ");
    }

    @Test
    void aClusterThatFailsHoldsUpNoOther() throws IOException {
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD_FLEX, FaultAction.Reply.error(403, "")));

        Cli.Ran ran = cli.run("copy", "every");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.errLines()).hasSize(1);
        assertThat(manifests()).singleElement().asString().contains("m2-legacy");
    }

    @Test
    void everySnapshotIsCopiedOnceAndThenThereIsNothingToCopy() throws IOException {
        int completed = sandbox.completedSnapshotIds("flex-orders").size();
        assertThat(cli.run("copy", "whole", "--dry-run", "--json").json()).hasSize(completed);

        assertThat(cli.run("copy", "whole").code()).isZero();
        assertThat(manifests()).hasSize(completed);
        Cli.Ran again = cli.run("copy", "whole");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("nothing to copy");
    }

    @Test
    void aPlanThatFindsNothingIsRefused() {
        Cli.Ran ran = cli.run("copy", "nowhere");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("plan nowhere finds no cluster to copy");
    }

    @Test
    void aClusterThatHasCopiesAndIsGoneIsUnhealthyUntilItIsExcluded() throws IOException {
        assertThat(cli.run("copy", "every").code()).isZero();
        assertThat(cli.run("status").code()).isZero();
        sandbox.faults()
                .add(Fault.always(
                        Operation.LIST_FLEX_CLUSTERS,
                        FaultAction.Reply.raw(200, "application/json", "{\"results\":[]}")));

        Cli.Ran gone = cli.run("status", "--json");
        assertThat(gone.code()).isEqualTo(8);
        assertThat(gone.json().findValuesAsText("state")).containsExactly("cluster-vanished", "fresh");

        String yaml = Files.readString(cli.config());
        cli.configured(yaml.replace(
                "cluster: \"*\", stores: [disk], alert", "cluster: \"*\", exclude: [flex-*], stores: [disk], alert"));
        assertThat(cli.run("status").code()).isZero();
    }

    @Test
    void aClusterNobodyHasCopiedYetIsMissing() {
        Cli.Ran ran = cli.run("status", "--json");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.json().findValuesAsText("state")).containsExactly("missing", "missing");
        assertThat(ran.json().findValuesAsText("cluster")).containsExactly("flex-orders", "m2-legacy");
    }

    @Test
    void whenAtlasDoesNotSayWhatThereIsNothingIsCalledVanished() {
        assertThat(cli.run("copy", "every").code()).isZero();
        sandbox.faults().add(Fault.always(Operation.LIST_FLEX_CLUSTERS, FaultAction.Reply.error(500, "")));

        Cli.Ran ran = cli.run("status", "--json");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.json().findValuesAsText("state")).containsExactly("unknown", "fresh", "fresh");
        assertThat(ran.errLines()).hasSize(1);
    }

    @Test
    void f38_aRequestForManyThatComesTwiceIsSplitIntoTheSameRequests() throws Exception {
        try (RunningService service = RunningService.start(directory, Files.readString(cli.config()))) {
            String request = "{\"schema\":1,\"requestId\":\"twice\",\"plan\":\"every\"}";
            service.send(request);
            service.send(request);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(manifests()).hasSize(2));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.requestsLeft()).isEmpty());
            assertThat(service.lettersLeft()).isEmpty();
            assertThat(manifests()).hasSize(2);
        }
    }

    @Test
    void everySnapshotOfEveryClusterComesThroughTheQueue() throws Exception {
        String yaml =
                Files.readString(cli.config()).replace("cluster: flex-orders, snapshot", "cluster: \"*\", snapshot");
        int all = sandbox.completedSnapshotIds("flex-orders").size()
                + sandbox.completedSnapshotIds("m2-legacy").size();
        try (RunningService service = RunningService.start(directory, yaml)) {
            service.send("{\"schema\":1,\"requestId\":\"all\",\"plan\":\"whole\"}");

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(manifests()).hasSize(all));
            assertThat(service.lettersLeft()).isEmpty();
        }
    }

    @Test
    void aRequestForManyThatFindsNothingBecomesALetter() throws IOException {
        try (RunningService service = RunningService.start(directory, Files.readString(cli.config()))) {
            service.send("{\"schema\":1,\"requestId\":\"none\",\"plan\":\"nowhere\"}");

            DeadLetter letter = service.letter(Reason.NOT_FOUND);
            assertThat(letter.summary()).isEqualTo("plan nowhere finds no cluster to copy");
        }
    }

    @Test
    void aFireMissedWhileTheServiceWasDownIsMadeUpOnce() throws Exception {
        String yaml = Files.readString(cli.config())
                .replace("stores: [disk], alert", "stores: [disk], schedule: \"0 0 0 * * ?\", alert");
        try (RunningService service = RunningService.start(directory, yaml)) {
            assertThat(service.event()).contains("every@");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(manifests()).hasSize(2));
            await().atMost(PATIENCE).until(() -> service.requestsLeft().isEmpty());
        }
        sandbox.forgetRequests();
        try (RunningService service = RunningService.start(directory, yaml)) {
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> sandbox.requests().stream()
                            .noneMatch(asked -> asked.path().contains("/backup/")));
            assertThat(service.lettersLeft()).isEmpty();
        }
    }

    private List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(cli.store("disk"))) {
            return files.filter(file -> file.endsWith("manifest.json")).toList();
        }
    }
}
