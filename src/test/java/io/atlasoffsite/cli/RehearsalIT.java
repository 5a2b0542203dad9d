package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.route.Queues;
import io.atlasoffsite.testing.WiredTiger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rehearsals by command and by schedule: what comes of them, where that is seen, and that nothing else stays. */
class RehearsalIT extends RehearsalSupport {

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
