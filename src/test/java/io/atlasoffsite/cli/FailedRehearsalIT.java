package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.ops.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rehearsals that fail, are interrupted or killed: they are told, and nothing is left of them. */
class FailedRehearsalIT extends RehearsalSupport {

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
}
