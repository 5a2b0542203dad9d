package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An installation whose plan can be rehearsed, and a look at what rehearsals leave. */
abstract class RehearsalSupport {

    @TempDir
    Path directory;

    Cli cli;

    private Sandbox sandbox;

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

    final void rehearse(String wish) throws IOException {
        String yaml = cli.yaml(sandbox.baseUrl(), "mdb_sa_sk_sandbox")
                .replace("alertAfter: 48h }", "alertAfter: 9999d, rehearse: " + wish + " }");
        cli.configured(yaml + "restore: { directory: " + directory.resolve("restores") + " }\n");
    }

    final void rehearseWith(List<String> command) throws IOException {
        rehearse("{ alertAfter: 8d, command: [" + String.join(", ", command) + "] }");
    }

    /** The oldest snapshot of the flex cluster is a real data directory. */
    final void copyTheDataDirectory() {
        Cli.Ran ran = cli.run(
                "copy",
                "orders",
                "--snapshot",
                sandbox.completedSnapshotIds("flex-orders").get(0));
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    final List<Path> below(Path root, String end) throws IOException {
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    final void nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("restores").resolve("rehearsals"))) {
            assertThat(left).isEmpty();
        }
    }

    final JsonNode state() {
        JsonNode all = cli.run("status", "--json").json();
        return Stream.iterate(0, index -> index + 1)
                .limit(all.size())
                .map(all::get)
                .filter(one -> one.has("rehearsal"))
                .findFirst()
                .orElseThrow();
    }

    final List<Path> records() throws IOException {
        return below(cli.store("disk").resolve(Cli.PROJECT), ".json").stream()
                .filter(file -> file.getParent().endsWith("rehearsals"))
                .toList();
    }
}
