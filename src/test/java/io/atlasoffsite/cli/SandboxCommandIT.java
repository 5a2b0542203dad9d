package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCommandIT {

    @TempDir
    private Path directory;

    @Test
    void itSaysWhereItIsServesAndEndsWhenInterrupted() throws Exception {
        Path faults = Files.writeString(
                directory.resolve("faults.yaml"),
                "faults:\n  - operation: getGroup\n    action: {type: reply, status: 503}\n");
        StringWriter out = new StringWriter();
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread command = new Thread(
                () -> code.complete(Main.execute(
                        new PrintWriter(out, true),
                        new PrintWriter(new StringWriter()),
                        "sandbox",
                        "--json",
                        "--clusters",
                        "flex-orders,m2-legacy",
                        "--archive-size",
                        "1MiB",
                        "--restore-targets",
                        "--faults",
                        faults.toString())),
                "sandbox");
        command.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> out.toString().contains("}"));
        JsonNode said = new Json().read(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(said.get("clusters")).hasSize(2);
        assertThat(said.get("restoreProject").asText()).isEqualTo(Sandbox.RESTORE_PROJECT);
        assertThat(said.get("restoreTargets"))
                .hasSize(8)
                .anyMatch(name -> name.asText().equals("rs-staging"));
        HttpResponse<String> answered = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(said.get("baseUrl").asText() + "/sandbox/faults"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(answered.body()).contains("getGroup");
        command.interrupt();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(code::isDone);
        assertThat(code.get()).isEqualTo(130);
    }

    @Test
    void aPortInUseIsOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Cli.Ran ran = Cli.plain("sandbox", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(ran.code()).isEqualTo(5);
            assertThat(ran.errLines()).hasSize(1);
            assertThat(ran.err()).contains("port " + taken.getLocalPort(), "another port");
        }
    }
}
