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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** list, status and snapshots: what there is. */
class CatalogCommandsIT {

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

    private void copyOf(String cluster, String store) {
        copy("--project", Cli.PROJECT, "--cluster", cluster, "--store", store);
    }

    private Path manifest(String store) throws IOException {
        try (Stream<Path> files = Files.walk(cli.store(store))) {
            return files.filter(file -> file.endsWith("manifest.json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void anEmptyCatalogIsNoFailure() {
        Cli.Ran ran = cli.run("list");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).isEqualToIgnoringNewLines("0 copies, 0 B, in 2 stores");
        assertThat(cli.run("list", "--json").json()).isEmpty();
    }

    @Test
    void theCatalogOfAllStoresIsListedAndFiltered() {
        copy("orders");
        copyOf("m2-legacy", "disk");
        assertThat(cli.run("list").out().lines()).hasSize(5).last().asString().startsWith("3 copies, ");
        assertThat(cli.run("list", "--plan", "orders", "--json").json()).hasSize(2);
        assertThat(cli.run("list", "--plan", "all", "--json").json()).hasSize(2);
        assertThat(cli.run("list", "--store", "second", "--json").json()).hasSize(1);
        assertThat(cli.run("list", "--cluster", "m2-legacy", "--json").json()).hasSize(1);
        assertThat(cli.run("list", "--project", Sandbox.EMPTY_PROJECT, "--json").json())
                .isEmpty();
        JsonNode copy =
                cli.run("list", "--cluster", "m2-legacy", "--json").json().get(0);
        assertThat(copy.get("state").asText()).isEqualTo("ok");
        assertThat(copy.get("kind").asText()).isEqualTo("shared");
        assertThat(copy.get("bytes").asLong()).isPositive();
    }

    @Test
    void f45_damagedAndNewerCopiesAreListedAsSuch() throws IOException {
        copy("orders");
        Files.writeString(manifest("disk"), "{}");
        String newer = Files.readString(manifest("second")).replace("\"formatVersion\" : 1", "\"formatVersion\" : 9");
        Files.writeString(manifest("second"), newer);
        Cli.Ran ran = cli.run("list");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("damaged: ");
        assertThat(cli.run("list", "--json").json().findValuesAsText("state")).contains("damaged");
        assertThat(cli.run("status").code()).isEqualTo(8);
    }

    @Test
    void aStoreThatCannotBeReadMakesTheListPartial() throws IOException {
        copyOf("flex-orders", "second");
        Files.delete(cli.store("disk"));
        Cli.Ran ran = cli.run("list");
        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.out()).contains("1 copy", "in 1 store");
        assertThat(ran.errLines()).hasSize(1);
        assertThat(ran.err()).contains("store 'disk'");
        assertThat(cli.run("list", "--store", "disk").code()).isEqualTo(5);
    }

    @Test
    void statusIsHealthyOnlyWhenEverythingIsFresh() throws IOException {
        Cli.Ran missing = cli.run("status", "--json");
        assertThat(missing.code()).isEqualTo(8);
        assertThat(missing.json().findValuesAsText("state")).containsExactly("missing", "missing");
        copy("orders");
        Cli.Ran fresh = cli.run("status");
        assertThat(fresh.out()).contains("fresh").doesNotContain("missing", "stale");
        assertThat(fresh.code()).isZero();
        cli.configured(Files.readString(cli.config()).replace("48h", "1h"));
        Cli.Ran stale = cli.run("status", "--json");
        assertThat(stale.code()).isEqualTo(8);
        assertThat(stale.json().get(0).get("state").asText()).isEqualTo("stale");
        assertThat(stale.json().get(0).get("ageSeconds").asLong()).isGreaterThan(3600);
    }

    @Test
    void aStoreNobodyCanReadIsUnknownNotMissing() throws IOException {
        copy("orders");
        Files.move(cli.store("second"), cli.store("elsewhere"));
        Cli.Ran ran = cli.run("status", "--json");
        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.json().findValuesAsText("state")).containsExactly("fresh", "unknown");
        assertThat(ran.errLines()).hasSize(1);
    }

    @Test
    void aPlanOfManyClustersPromisesForEachThatWasFound() throws IOException {
        String yaml = Files.readString(cli.config());
        cli.configured(yaml.replace("stores: [disk] }", "stores: [disk], alertAfter: 50d, exclude: [flex-*] }"));
        copyOf("flex-orders", "disk");
        copyOf("m2-legacy", "disk");
        List<String> clusters = cli.run("status", "--json").json().findValuesAsText("cluster");
        assertThat(clusters)
                .containsExactly(
                        "flex-orders", "flex-orders", "m2-legacy", "rs-billing", "serverless-audit", "sharded-events");
    }

    @Test
    void nothingPromisedIsNothingBroken() throws IOException {
        cli.configured(Files.readString(cli.config()).replace(", alertAfter: 48h", ""));
        Cli.Ran ran = cli.run("status");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("nothing was promised");
    }

    @Test
    void snapshotsShowWhichStoresHaveThem() {
        copy("orders");
        Cli.Ran ran = cli.run("snapshots", Cli.PROJECT, "flex-orders");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("COPIED IN", "disk, second", "running", "8 snapshots, 1 copied");
        JsonNode newest = cli.run("snapshots", Cli.PROJECT, "flex-orders", "--json")
                .json()
                .get(1);
        assertThat(newest.get("copiedIn")).hasSize(2);
        assertThat(newest.get("kind").asText()).isEqualTo("flex");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flex-orders", "m2-legacy", "rs-billing", "sharded-events", "serverless-audit"})
    void everyKindHasTheSameColumns(String cluster) {
        Cli.Ran ran = cli.run("snapshots", Cli.PROJECT, cluster);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out().lines().findFirst().orElseThrow().split(" {2,}"))
                .containsExactly("ID", "TAKEN", "EXPIRES", "STATUS", "TYPE", "VERSION", "SIZE", "COPIED IN");
    }

    @Test
    void snapshotsOfAClusterThatIsNotThereAreRefused() {
        Cli.Ran ran = cli.run("snapshots", Cli.PROJECT, "nope");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.errLines()).hasSize(1);
        assertThat(ran.err()).contains("CLUSTER_NOT_FOUND").doesNotContain(".;");
    }
}
