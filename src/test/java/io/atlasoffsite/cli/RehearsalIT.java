package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.WiredTiger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rehearsals by command and by schedule: what comes of them, where that is seen, and that nothing else stays. */
class RehearsalIT {

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder().archiveBytes(100_000).build());
        cli = new Cli(directory);
        rehearse("{}");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void rehearse(String wish) throws IOException {
        String yaml = cli.yaml(sandbox.baseUrl(), "mdb_sa_sk_sandbox")
                .replace("alertAfter: 48h }", "alertAfter: 9999d, rehearse: " + wish + " }");
        cli.configured(yaml + "restore: { directory: " + directory.resolve("restores") + " }\n");
    }

    private void rehearseWith(List<String> command) throws IOException {
        rehearse("{ alertAfter: 8d, command: [" + String.join(", ", command) + "] }");
    }

    /** The oldest snapshot of the flex cluster is a real data directory. */
    private void copyTheDataDirectory() {
        Cli.Ran ran = cli.run(
                "copy",
                "orders",
                "--snapshot",
                sandbox.completedSnapshotIds("flex-orders").get(0));
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    private List<Path> below(Path root, String end) throws IOException {
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private void nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("restores").resolve("rehearsals"))) {
            assertThat(left).isEmpty();
        }
    }

    private JsonNode state() {
        JsonNode all = cli.run("status", "--json").json();
        return Stream.iterate(0, index -> index + 1)
                .limit(all.size())
                .map(all::get)
                .filter(one -> one.has("rehearsal"))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> records() throws IOException {
        return below(cli.store("disk").resolve(Cli.PROJECT), ".json").stream()
                .filter(file -> file.getParent().endsWith("rehearsals"))
                .toList();
    }

    @Test
    void aRealDataDirectoryIsProvedTableByTable() throws IOException {
        WiredTiger.assumeInstalled();
        copyTheDataDirectory();
        rehearseWith(WiredTiger.verify(directory));
        assertThat(state().path("state").asText()).isEqualTo("missing");

        Cli.Ran ran = cli.run("rehearse", "orders", "--json");

        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        JsonNode record = ran.json().get(0);
        assertThat(record.path("outcome").asText()).isEqualTo("proved");
        assertThat(record.at("/command/output").asText()).endsWith("5 tables verified\n");
        assertThat(new Json().read(Files.readAllBytes(records().get(0)))).isEqualTo(record);
        assertThat(state().at("/rehearsal/outcome").asText()).isEqualTo("proved");
        assertThat(cli.run("status").code()).isZero();
        nothingIsLeft();
    }

    @Test
    void withoutACommandExtractingIsTheRehearsalAndWhatIsKeptIsNamed() throws IOException {
        copyTheDataDirectory();

        Cli.Ran ran = cli.run("rehearse", "orders", "--store", "second", "--keep", "--quiet");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("extracted", "second", "kept in " + directory.resolve("restores"));
        assertThat(below(directory.resolve("restores"), "WiredTiger.wt")).hasSize(1);
        assertThat(below(directory.resolve("restores"), "restored.json")).hasSize(1);
        assertThat(state().at("/rehearsal/store").asText()).isEqualTo("second");
        assertThat(cli.run("verify", "--all", "--quiet").code())
                .as("a rehearsal is no part of its copy")
                .isZero();
    }

    @Test
    void whatFailsIsToldWrittenDownAndRemoved() throws IOException {
        Cli.Ran none = cli.run("rehearse", "orders");
        assertThat(none.code()).isEqualTo(4);
        assertThat(none.err()).contains("no whole copy", "offsite copy orders");
        assertThat(state().path("state").asText()).isEqualTo("failed");

        copyTheDataDirectory();
        rehearseWith(List.of("/bin/sh", "-c", "'touch left; echo the index is broken >&2; exit 1'"));
        Cli.Ran refused = cli.run("rehearse", "orders", "--quiet");
        assertThat(refused.code()).isEqualTo(6);
        assertThat(refused.errLines()).hasSize(1);
        assertThat(refused.err()).contains("proof command", "ended with 1", "the index is broken");
        nothingIsLeft();

        rehearseWith(List.of(directory.resolve("nowhere").toString()));
        assertThat(cli.run("rehearse", "orders", "--quiet").err()).contains("could not be started");

        rehearse("{ timeout: 300ms, command: [/bin/sleep, '600'] }");
        assertThat(cli.run("rehearse", "orders", "--quiet").err()).contains("did not end within 300 ms");
        nothingIsLeft();

        Path archive = below(cli.store("disk"), ".tar.gz").get(0);
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        Cli.Ran damaged = cli.run("rehearse", "orders", "--json");
        assertThat(damaged.code()).as(damaged.err()).isEqualTo(6);
        assertThat(damaged.json().get(0).path("reason").asText()).isEqualTo("integrity");
        assertThat(damaged.json().get(0).has("command")).isFalse();
        nothingIsLeft();

        assertThat(records()).hasSize(4);
        assertThat(state().at("/rehearsal/summary").asText())
                .isEqualTo(damaged.json().get(0).path("summary").asText());
        assertThat(cli.run("status").code()).isEqualTo(8);
        assertThat(Files.readAllLines(cli.data().resolve(AuditLog.FILE)))
                .hasSize(10)
                .allSatisfy(line -> assertThat(line).contains("\"action\":\"rehearse\"", "\"who\":\"command "))
                .last()
                .asString()
                .contains("\"outcome\":\"failed\"", "\"reason\":\"integrity\"");
    }

    @Test
    void whatIsInterruptedLeavesNothingAndWhatIsKilledGoesWithTheNextRehearsal() throws Exception {
        copyTheDataDirectory();
        Path proof = directory.resolve("proof");
        rehearse("{ command: [/bin/sh, -c, 'echo $$ > " + proof + "; exec sleep 600'] }");
        try (OffsiteProcess process = rehearsing(proof)) {
            assertThat(process.interrupt()).isEqualTo(130);
            assertThat(process.err()).contains("interrupted; what was restored by then is removed");
        }
        assertThat(running(proof)).isEmpty();
        nothingIsLeft();

        Files.delete(proof);
        try (OffsiteProcess process = rehearsing(proof)) {
            process.kill();
        }
        assertThat(below(directory.resolve("restores"), "restored.json")).hasSize(1);
        running(proof).ifPresent(ProcessHandle::destroyForcibly);
        assertThat(records()).isEmpty();

        rehearse("{}");
        assertThat(cli.run("rehearse", "orders", "--quiet").code()).isZero();
        nothingIsLeft();
    }

    private OffsiteProcess rehearsing(Path proof) throws IOException {
        OffsiteProcess process = OffsiteProcess.start(
                directory,
                OffsiteProcess.shortLived(),
                "rehearse",
                "orders",
                "--quiet",
                "--config",
                cli.config().toString(),
                "--data",
                cli.data().toString());
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(proof) && Files.size(proof) > 1);
        return process;
    }

    private static Optional<ProcessHandle> running(Path proof) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(proof).strip())).filter(ProcessHandle::isAlive);
    }

    @Test
    void aScheduleRehearsesAndTheServiceShowsIt() throws Exception {
        copyTheDataDirectory();
        rehearse("{ schedule: \"0/1 * * * * ?\", alertAfter: 8d, command: [/bin/sh, -c, 'exit 3'] }");
        try (Service service = Service.start(cli.installation())) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(get(
                                            service.web().managementAddress().resolve("observe/metrics")))
                                    .containsPattern(
                                            "offsite_rehearsals_total\\{outcome=\"failed\",plan=\"orders\",store=\"disk\"} [1-9]")
                                    .contains(
                                            "offsite_rehearsals_total{outcome=\"proved\",plan=\"orders\",store=\"disk\"} 0.0")
                                    .contains(
                                            "offsite_newest_rehearsal_timestamp_seconds{cluster=\"flex-orders\",outcome=\"failed\",plan=\"orders\",store=\"disk\"}"));
            JsonNode shown = new Json()
                    .read(get(service.web().address().resolve("api/status")).getBytes(StandardCharsets.UTF_8))
                    .at("/rehearsals/0");
            assertThat(shown.path("state").asText()).isEqualTo("failed");
            assertThat(shown.at("/rehearsal/summary").asText()).contains("ended with 3");
            assertThat(get(service.web().address())).contains("<h2>Rehearsals</h2>", "ended with 3");
            try (Queue queue = new Queue(service.broker())) {
                await().untilAsserted(() -> assertThat(queue.browse(Queues.EVENTS))
                        .anySatisfy(event -> assertThat(event)
                                .contains(
                                        "io.atlasoffsite.restore.failed",
                                        "\"restore\":\"rehearsal\"",
                                        "ended with 3")));
                assertThat(queue.letters()).isEmpty();
            }
        }
        nothingIsLeft();
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
