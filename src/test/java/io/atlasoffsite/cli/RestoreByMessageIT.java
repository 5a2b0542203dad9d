package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.Unpacked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsite restores as an integration team asks for them: by message, from the running service. */
class RestoreByMessageIT {

    private static final List<String> CLUSTERS = List.of("flex-orders", "m2-legacy", "rs-billing", "sharded-events");

    private final Json json = new Json();

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private RunningService service;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder().archiveBytes(300_000).build());
        Files.createDirectories(directory.resolve("disk"));
        StringBuilder yaml = new StringBuilder("""
                version: 1
                atlas:
                  sandbox:
                    baseUrl: %s
                    auth: { type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: mdb_sa_sk_sandbox }
                    poll: { first: 10ms, longest: 50ms }
                stores: { disk: { type: file, directory: %s } }
                restore:
                  directory: %s
                  then: { command: [sh, -c, 'cat > "$OFFSITE_RESTORE_DIRECTORY/told.json"; test ! -e "%s"'] }
                plans:
                """.formatted(
                        sandbox.baseUrl(),
                        directory.resolve("disk"),
                        directory.resolve("restores"),
                        directory.resolve("stop")));
        CLUSTERS.forEach(cluster -> yaml.append("  ")
                .append(cluster)
                .append(": { atlas: sandbox, project: " + Sandbox.PROJECT + ", cluster: " + cluster
                        + ", stores: [disk] }\n"));
        service = RunningService.start(directory, yaml.toString());
    }

    @AfterEach
    void stop() {
        service.close();
        sandbox.close();
    }

    private void copy(String cluster) {
        service.send("{\"schema\":1,\"requestId\":\"copy-" + cluster + "\",\"plan\":\"" + cluster + "\"}");
    }

    private void restore(String id, String cluster, String into) {
        service.sendRestore(
                "{\"schema\":1,\"requestId\":\"" + id + "\",\"newest\":{\"plan\":\"" + cluster + "\"},\"into\":\""
                        + into + "\"}",
                "of " + id,
                "offsite.replies.team");
    }

    private JsonNode parsed(String text) throws IOException {
        return json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode awaitEvent(String type, String requestId) throws IOException {
        while (true) {
            JsonNode event = parsed(service.event());
            if (event.path("type").asText().endsWith(type)
                    && event.path("data").path("requestId").asText().equals(requestId)) {
                return event;
            }
        }
    }

    private List<Path> archives(String cluster) throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("disk"))) {
            return all.filter(file -> file.toString().endsWith(".tar.gz")
                            && file.toString().contains("/" + cluster + "/"))
                    .toList();
        }
    }

    private Path restores(String name) {
        return directory.resolve("restores").resolve(name);
    }

    @Test
    void aCopyOfEachKindBecomesTheFilesAtlasArchived() throws IOException {
        CLUSTERS.forEach(this::copy);
        Set<String> copied = new HashSet<>();
        while (copied.size() < CLUSTERS.size()) {
            JsonNode event = parsed(service.event());
            if (event.path("type").asText().endsWith("copy.completed")) {
                copied.add(event.path("data").path("requestId").asText());
            }
        }

        List<String> answered = new ArrayList<>();
        CLUSTERS.forEach(cluster -> restore("restore-" + cluster, cluster, "kinds/" + cluster));
        for (int each = 0; each < CLUSTERS.size(); each++) {
            Map.Entry<String, String> reply = service.reply("offsite.replies.team");
            JsonNode result = parsed(reply.getValue());
            assertThat(reply.getKey())
                    .isEqualTo("of " + result.path("requestId").asText());
            assertThat(result.path("outcome").asText()).as(reply.getValue()).isEqualTo("restored");
            answered.add(result.path("requestId").asText());
            for (JsonNode archive : result.path("archives")) {
                assertEqualsWhatWasArchived(result, archive);
            }
        }

        assertThat(answered)
                .containsExactlyInAnyOrderElementsOf(
                        CLUSTERS.stream().map(cluster -> "restore-" + cluster).toList());
        assertThat(restores("kinds/sharded-events").toFile().list()).hasSizeGreaterThan(4);
        assertThat(parsed(Files.readString(restores("kinds/rs-billing").resolve("told.json")))
                        .path("outcome")
                        .asText())
                .isEqualTo("restored");
        assertThat(service.lettersLeft()).isEmpty();
    }

    private void assertEqualsWhatWasArchived(JsonNode result, JsonNode archive) throws IOException {
        Path stored = directory
                .resolve("disk")
                .resolve(result.path("copyId").asText())
                .resolve(archive.path("file").asText());
        Path unpacked = restores(result.path("into").asText())
                .resolve(archive.path("directory").asText());
        assertThat(Unpacked.files(unpacked)).isNotEmpty().isEqualTo(Unpacked.archive(stored));
    }

    @Test
    void f45_aDamagedByteIsALetterAnEventAndAnAnswerAndNoDirectory() throws IOException {
        copy("m2-legacy");
        awaitEvent("copy.completed", "copy-m2-legacy");
        Path archive = archives("m2-legacy").get(0);
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 3] ^= 4;
        Files.write(archive, bytes);

        restore("r1", "m2-legacy", "legacy");

        DeadLetter letter = service.letter(Reason.INTEGRITY);
        assertThat(letter.queue()).isEqualTo(RequestQueue.RESTORE);
        assertThat(awaitEvent("restore.failed", "r1")
                        .path("data")
                        .path("reason")
                        .asText())
                .isEqualTo("integrity");
        assertThat(parsed(service.reply("offsite.replies.team").getValue())
                        .path("outcome")
                        .asText())
                .isEqualTo("failed");
        assertThat(restores("")).doesNotExist();
    }

    @Test
    void whatTakesOverMayFailAndIsRunAgainByAReplay() throws IOException {
        copy("flex-orders");
        awaitEvent("copy.completed", "copy-flex-orders");
        Files.createFile(directory.resolve("stop"));

        restore("r1", "flex-orders", "orders");

        assertThat(parsed(service.reply("offsite.replies.team").getValue())
                        .path("summary")
                        .asText())
                .contains("is restored into")
                .contains("exit code 1");
        Files.delete(directory.resolve("stop"));
        RunningService.Ended replay = command("dead", "replay", "--all");
        assertThat(replay.code()).as(replay.err()).isZero();
        assertThat(awaitEvent("restore.completed", "r1")
                        .path("data")
                        .path("outcome")
                        .asText())
                .isEqualTo("restored");
        Awaitility.await().untilAsserted(() -> assertThat(service.lettersLeft()).isEmpty());
    }

    private RunningService.Ended command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--config",
                directory.resolve("service.yaml").toString(),
                "--data",
                directory.resolve("service-data").toString()));
        return RunningService.run(all.toArray(String[]::new));
    }
}
