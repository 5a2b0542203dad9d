package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** verify: what it names, finds, writes down, and how it ends. F45. */
class VerifyCommandIT {

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder().archiveBytes(100_000).build());
        cli = new Cli(directory).configured(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void copy(String... arguments) {
        Cli.Ran ran =
                cli.run(Stream.concat(Stream.of("copy"), Stream.of(arguments)).toArray(String[]::new));
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    private Path stored(String store, String end) throws IOException {
        try (Stream<Path> files = Files.walk(cli.store(store))) {
            return files.filter(file ->
                            file.toString().endsWith(end) && !file.toString().contains(".offsite"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void flip(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
    }

    private List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("damaged-"))
                    .toList();
        }
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/schemas/verify-result.schema.json")));
    }

    @Test
    void copiesAreNamedByIdByTheEndOfTheSnapshotsIdOrAsThePlansNewest() {
        copy("orders");
        JsonNode copy = cli.run("list", "--json").json().get(0);
        String id = copy.get("copyId").asText();
        String snapshot = copy.get("snapshotId").asText();

        for (String name : List.of(id, snapshot.substring(16), "orders@latest")) {
            Cli.Ran ran = cli.run("verify", name, "--json");
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.json().findValuesAsText("copyId")).containsExactly(id, id);
            assertThat(ran.json().findValuesAsText("store")).containsExactly("disk", "second");
            assertThat(ran.json().findValuesAsText("outcome")).containsExactly("whole", "whole");
            assertThat(ran.json().get(0).get("bytes").asLong())
                    .isEqualTo(copy.get("bytes").asLong());
            assertThat(ran.json().get(0).get("findings")).isEmpty();
            assertThat(ran.json().get(0).get("seconds").asDouble()).isPositive();
        }
        assertThat(cli.run("verify", "second:" + id, "--json").json().findValuesAsText("store"))
                .containsExactly("second");
        assertThat(cli.run("verify", id, "--store", "disk", "--json").json()).hasSize(1);
        Cli.Ran plain = cli.run("verify", "orders@latest");
        assertThat(plain.out()).contains("COPY", "OUTCOME", "2 copies looked at", "2 whole");
        assertThat(plain.err()).isEmpty();
    }

    @Test
    void whatIsNotThereIsRefusedAndWhatIsAmbiguousIsAskedBack() throws IOException {
        copy("orders");
        Cli.Ran missing = cli.run("verify", "0123456789abcdef");
        assertThat(missing.code()).isEqualTo(4);
        assertThat(missing.errLines()).hasSize(1);
        assertThat(missing.err()).contains("offsite list");

        Path folder = stored("disk", "manifest.json").getParent();
        String twin = folder.getFileName().toString().replaceFirst("^\\d{8}", "20200101");
        Files.createDirectory(folder.resolveSibling(twin));
        Files.copy(folder.resolve("manifest.json"), folder.resolveSibling(twin).resolve("manifest.json"));
        Cli.Ran ambiguous = cli.run("verify", twin.substring(twin.length() - 8));
        assertThat(ambiguous.code()).isEqualTo(2);
        assertThat(ambiguous.errLines()).hasSize(1);
        assertThat(ambiguous.err()).contains(twin, folder.getFileName().toString());
    }

    @Test
    void f45_oneFlippedBitIsFoundWrittenDownOnceListedAndNotCountedAsFresh() throws IOException {
        copy("orders");
        Path archive = stored("disk", ".tar.gz");
        flip(archive);

        for (int time = 1; time <= 2; time++) {
            Cli.Ran ran = cli.run("verify", "--all", "--json");
            assertThat(ran.code()).isEqualTo(6);
            assertThat(schema().validate(ran.json())).isEmpty();
            assertThat(ran.json().findValuesAsText("outcome")).containsExactly("damaged", "whole");
            assertThat(ran.json().findValuesAsText("file"))
                    .containsExactly(archive.getFileName().toString());
            assertThat(ran.errLines()).hasSize(1);
            assertThat(ran.err()).contains("store 'disk'", "damaged");
            assertThat(reports()).singleElement().extracting(Path::getParent).isEqualTo(archive.getParent());
        }
        assertThat(cli.run("list").out()).contains("1 damaged", "damaged: " + archive.getFileName());
        assertThat(cli.run("list", "--json").json().findValuesAsText("state")).containsExactly("damaged", "ok");
        Cli.Ran status = cli.run("status", "--json");
        assertThat(status.code()).isEqualTo(8);
        assertThat(status.json().findValuesAsText("state")).containsExactly("missing", "fresh");
        assertThat(cli.run("verify", "orders@latest", "--json").json()).hasSize(2);

        flip(archive);
        Cli.Ran again = cli.run("verify", "--all");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("whole again");
        assertThat(reports()).isEmpty();
        assertThat(cli.run("list", "--json").json().findValuesAsText("state")).containsExactly("ok", "ok");
        assertThat(cli.run("status").code()).isZero();
    }

    @Test
    void f45_aCopyThatIsDamagedIsNotFetchedAgainWhileItsManifestIsThereAndIsAfterwards() throws IOException {
        copy("orders");
        Path archive = stored("disk", ".tar.gz");
        flip(archive);
        assertThat(cli.run("verify", "--all").code()).isEqualTo(6);
        copy("orders");
        assertThat(cli.run("list", "--json").json().findValuesAsText("state")).containsExactly("damaged", "ok");

        Path manifest = stored("disk", "manifest.json");
        Files.move(manifest, manifest.resolveSibling("manifest.json.damaged"));
        copy("orders");

        assertThat(cli.run("list", "--json").json().findValuesAsText("state")).containsExactly("ok", "ok");
        assertThat(cli.run("verify", "--all").out()).contains("whole again");
        assertThat(reports()).isEmpty();
    }

    @Test
    void f45_aLostManifestIsFoundWhenTheCopyIsNamed() throws IOException {
        copy("orders");
        String id = cli.run("list", "--json").json().get(0).get("copyId").asText();
        Files.delete(stored("disk", "manifest.json"));
        Files.delete(stored("second", "manifest.json"));

        Cli.Ran ran = cli.run("verify", id, "--json");

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.json().findValuesAsText("what")).containsExactly("missing", "missing");
        assertThat(reports()).isEmpty();
    }

    @Test
    void f48_aStoreThatIsAwayMakesItPartlyAndAloneUnavailableButNeverDamaged() throws IOException {
        copy("orders");
        Files.move(cli.store("second"), cli.store("elsewhere"));

        Cli.Ran partly = cli.run("verify", "--all", "--json");
        assertThat(partly.code()).isEqualTo(7);
        assertThat(schema().validate(partly.json())).isEmpty();
        assertThat(partly.json().findValuesAsText("outcome")).containsExactly("whole", "unavailable");
        assertThat(partly.errLines()).hasSize(1);
        assertThat(cli.run("verify", "--all", "--store", "second").code()).isEqualTo(5);
        flip(stored("disk", ".tar.gz"));
        assertThat(cli.run("verify", "--all").code()).isEqualTo(6);
    }

    @Test
    void aNewerCopyIsLeftAloneAndMakesItPartly() throws Exception {
        copy("orders");
        Path manifest = stored("second", "manifest.json");
        String zeroed = Files.readString(manifest)
                .replace("\"formatVersion\" : 1", "\"formatVersion\" : 9")
                .replaceFirst("\"seal\" : \"[0-9a-f]{64}\"", "\"seal\" : \"" + "0".repeat(64) + "\"");
        String seal = Sha256.hex(zeroed.getBytes(StandardCharsets.UTF_8));
        Files.writeString(manifest, zeroed.replace("0".repeat(64), seal));

        Cli.Ran ran = cli.run("verify", "--all", "--json");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.json().findValuesAsText("outcome")).containsExactly("whole", "newer");
        assertThat(ran.err()).contains("newer format");
    }

    @Test
    void f45_aDamagedFormatOfTheStoreIsDamageOfTheStore() throws IOException {
        copy("orders");
        Files.writeString(cli.store("disk").resolve(".offsite/format.json"), "{}");

        Cli.Ran ran = cli.run("verify", "--all", "--json");

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.json().findValuesAsText("outcome")).containsExactly("whole", "damaged");
    }

    @Test
    void anEmptyCatalogIsVerifiedAtOnce() {
        Cli.Ran ran = cli.run("verify", "--all");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("0 copies looked at");
    }

    @Test
    void aVerificationThatIsInterruptedEndsAtOnce() throws Exception {
        copy("orders");
        String slow = Files.readString(cli.config()) + "transfer: { bandwidth: 1KiB }\n";
        cli.configured(slow);
        try (OffsiteProcess verify = OffsiteProcess.start(
                directory,
                OffsiteProcess.likeTheLauncher(),
                "verify",
                "--all",
                "--config",
                cli.config().toString(),
                "--data",
                cli.data().toString())) {
            await().atMost(Duration.ofSeconds(60)).until(() -> verify.threads().contains("offsite-prove"));
            Instant begin = Instant.now();
            assertThat(verify.interrupt()).isEqualTo(ErrorLines.INTERRUPTED);
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(verify.err()).contains("interrupted");
        }
    }
}
