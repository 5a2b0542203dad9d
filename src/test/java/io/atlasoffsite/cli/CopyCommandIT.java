package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyCommandIT {

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder().archiveBytes(300_000).build());
        cli = new Cli(directory).configured(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private String newest() {
        List<String> ids = sandbox.completedSnapshotIds("flex-orders");
        return ids.get(ids.size() - 1);
    }

    private static long manifests(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> file.endsWith("manifest.json")).count();
        }
    }

    @Test
    void aCopyOfAPlanIsTold() throws IOException {
        Cli.Ran ran = cli.run("copy", "orders");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines()).hasSize(3);
        assertThat(ran.out()).contains("COPY", newest(), "disk", "second", "copied", "KiB");
        assertThat(manifests(cli.store("disk"))).isEqualTo(1);
        assertThat(manifests(cli.store("second"))).isEqualTo(1);
    }

    @Test
    void jsonIsOneArrayOfFlatObjectsAndNothingElse() {
        JsonNode copied = cli.run("copy", "orders", "--json").json();
        assertThat(copied).hasSize(2);
        JsonNode first = copied.get(0);
        assertThat(first.get("copyId").asText()).endsWith("-" + newest());
        assertThat(first.get("outcome").asText()).isEqualTo("copied");
        assertThat(first.get("sha256").asText())
                .isEqualTo(sandbox.archive(newest(), "flex-orders").sha256());
        assertThat(first.get("transferSeconds").asDouble()).isPositive();
        assertThat(first.get("transferCpuSeconds").isNumber()).isTrue();
        JsonNode again = cli.run("copy", "orders", "--json").json();
        assertThat(again.get(0).get("outcome").asText()).isEqualTo("skipped");
        assertThat(again.get(1).get("sha256")).isEqualTo(first.get("sha256"));
    }

    @Test
    void aCopyWithoutAPlanIsSpeltOut() throws IOException {
        String old = sandbox.completedSnapshotIds("m2-legacy").get(2);
        Cli.Ran ran = cli.run(
                "copy", "--project", Cli.PROJECT, "--cluster", "m2-legacy", "--store", "second", "--snapshot", old);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("m2-legacy/", old, "second");
        assertThat(manifests(cli.store("disk"))).isZero();
    }

    @Test
    void aDryRunShowsWhatItWouldDoAndDoesNothing() throws IOException {
        cli.run("copy", "--project", Cli.PROJECT, "--cluster", "flex-orders", "--store", "second");
        Cli.Ran ran = cli.run("copy", "orders", "--dry-run");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains(newest(), "disk: would receive it", "second: has it already", "size not told");
        assertThat(manifests(cli.store("disk"))).isZero();
        assertThat(sandbox.requests(Operation.DOWNLOAD_FLEX)).hasSize(1);
        JsonNode json = cli.run("copy", "orders", "--dry-run", "--json").json();
        assertThat(json.get("copiedIn").get(0).asText()).isEqualTo("second");
        assertThat(json.get("missingIn").get(0).asText()).isEqualTo("disk");
    }

    @Test
    void f48_aStoreThatIsGoneMakesItPartlyDone() throws IOException {
        Files.delete(cli.store("second"));
        Cli.Ran ran = cli.run("copy", "orders");
        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.errLines()).hasSize(1);
        assertThat(ran.err())
                .contains("store 'second'", "directory is not there; create it")
                .doesNotContain("replay");
        assertThat(ran.out()).contains("disk", "copied", "second", "failed");
        Cli.Ran json = cli.run("copy", "orders", "--json");
        assertThat(json.code()).isEqualTo(7);
        assertThat(json.json().get(0).get("outcome").asText()).isEqualTo("skipped");
        assertThat(json.json().get(1).get("reason").asText()).isEqualTo("store-refused");
    }

    @Test
    void aMissingDirectoryIsExitCodeFive() throws IOException {
        Files.delete(cli.store("disk"));
        Cli.Ran ran = cli.run("copy", "--project", Cli.PROJECT, "--cluster", "flex-orders", "--store", "disk");
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.errLines()).hasSize(1);
        assertThat(ran.err())
                .contains("store 'disk'", "directory is not there; create it")
                .doesNotContain("replay");
    }

    @Test
    void aWrongKeyIsExitCodeFour() throws IOException {
        cli.configured(cli.yaml(sandbox.baseUrl(), "another-secret"));
        Cli.Ran ran = cli.run("copy", "orders");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.errLines()).hasSize(1);
        assertThat(ran.err()).contains("401").doesNotContain("another-secret");
    }

    @Test
    void f14_aFailureIsToldInJsonToo() {
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.FlipBit(150_000)));
        Cli.Ran ran = cli.run("copy", "orders", "--json");
        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.json()).hasSize(2);
        assertThat(ran.json().get(0).get("outcome").asText()).isEqualTo("failed");
        assertThat(ran.json().get(1).get("summary").asText()).isNotEmpty();
        assertThat(ran.errLines()).hasSize(1);
    }

    @Test
    void aSnapshotThatDoesNotExistIsExitCodeFour() {
        Cli.Ran ran = cli.run("copy", "orders", "--snapshot", "0123456789abcdef01234567", "--json");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.json().get(0).get("copyId").asText()).isEmpty();
        assertThat(ran.json().get(0).get("reason").asText()).isEqualTo("not-found");
    }

    @Test
    void anInterruptedCopyEndsWith130AndLeavesNothing() throws Exception {
        sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.Trickle(2_000)));
        CompletableFuture<Cli.Ran> ran = new CompletableFuture<>();
        Thread thread = new Thread(() -> ran.complete(cli.run("copy", "orders")), "copy");
        thread.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !sandbox.requests(Operation.DOWNLOAD).isEmpty());
        thread.interrupt();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(ran::isDone);
        assertThat(ran.get().code()).as(ran.get().err()).isEqualTo(130);
        assertThat(ran.get().errLines()).hasSize(1);
        assertThat(ran.get().err()).contains("interrupted");
        assertThat(manifests(cli.store("disk"))).isZero();
    }
}
