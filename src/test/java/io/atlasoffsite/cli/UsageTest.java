package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed or configured wrongly ends with one plain line and the exit code of the contract. */
class UsageTest {

    private static final String PROJECT = Cli.PROJECT;

    @TempDir
    private Path directory;

    private Cli cli;
    private String yaml;

    @BeforeEach
    void installation() throws IOException {
        cli = new Cli(directory);
        yaml = cli.yaml("http://127.0.0.1:" + closedPort(), "secret-of-nobody");
        cli.configured(yaml);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void isOneLine(Cli.Ran ran, int code, String... words) {
        assertThat(ran.errLines()).as(ran.err()).hasSize(1);
        assertThat(ran.err()).startsWith("offsite: ").contains(words).doesNotContain("Exception");
        assertThat(ran.code()).isEqualTo(code);
        assertThat(ran.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "copy",
                "dead",
                "list",
                "rehearse",
                "restore",
                "restore-in-atlas",
                "run",
                "sandbox",
                "snapshots",
                "status",
                "verify"
            })
    void everyCommandHasHelp(String command) {
        Cli.Ran ran = Cli.plain(command, "--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("offsite " + command);
        assertThat(ran.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "copy",
                "dead",
                "list",
                "rehearse",
                "restore",
                "restore-in-atlas",
                "sandbox",
                "snapshots",
                "status",
                "verify"
            })
    void helpEndsWithExamples(String command) {
        assertThat(Cli.plain(command, "--help").out()).contains("Examples:");
    }

    @Test
    void theHelpOfAllListsTheExitCodes() {
        assertThat(Cli.plain("--help").out()).contains("Exit codes:", "130", "interrupted");
    }

    @Test
    void everyCommandSaysItsVersion() {
        assertThat(Cli.plain("copy", "--version").out()).startsWith("atlas-offsite ");
    }

    static Stream<Arguments> wrongUsage() {
        return Stream.of(
                Arguments.of(List.of("copy", "--foo"), "offsite copy --help"),
                Arguments.of(List.of("snapshots", PROJECT), "offsite snapshots --help"),
                Arguments.of(List.of("dead"), "offsite dead --help"),
                Arguments.of(List.of("dead", "show"), "offsite dead show --help"),
                Arguments.of(List.of("rehearse"), "offsite rehearse --help"),
                Arguments.of(restoreInAtlas(), "offsite: Missing required argument (specify one of these)"),
                Arguments.of(List.of("nonsense"), "offsite --help"),
                Arguments.of(List.of(), "offsite --help"),
                Arguments.of(List.of("sandbox", "--archive-size", "huge"), "64MiB"),
                Arguments.of(List.of("sandbox", "--archive-size", "1KiB"), "archiveBytes"),
                Arguments.of(List.of("sandbox", "--job-delay", "soon"), "30s"),
                Arguments.of(List.of("sandbox", "--port", "70000"), "65535"),
                Arguments.of(List.of("sandbox", "--clusters", "nope"), "flex-orders"),
                Arguments.of(List.of("sandbox", "--faults", "/nowhere/faults.yaml"), "faults file"));
    }

    /** Without saying what of. */
    private static List<String> restoreInAtlas() {
        return List.of("restore-in-atlas", "--project", PROJECT, "--cluster", "a", "--target", PROJECT + "/b");
    }

    @ParameterizedTest
    @MethodSource
    void wrongUsage(List<String> arguments, String hint) {
        isOneLine(Cli.plain(arguments.toArray(String[]::new)), 2, hint);
    }

    static Stream<Arguments> wrongArguments() {
        return Stream.of(
                Arguments.of(List.of("copy"), "--project and --cluster"),
                Arguments.of(List.of("copy", "nope"), "configured: orders, all"),
                Arguments.of(
                        List.of("copy", "all", "--snapshot", "6a6f78e0cab84da5c4476b25"),
                        "say whose snapshot it is with --cluster"),
                Arguments.of(List.of("copy", "orders", "--cluster", "other"), "not one of plan orders"),
                Arguments.of(List.of("copy", "orders", "--store", "disk"), "--store"),
                Arguments.of(List.of("copy", "orders", "--project", PROJECT, "--kind", "flex"), "--project and --kind"),
                Arguments.of(List.of("copy", "orders", "--snapshot", "1234"), "snapshot id"),
                Arguments.of(List.of("copy", "orders", "--dry-run", "--enqueue"), "exclude each other"),
                Arguments.of(List.of("copy", "--project", PROJECT, "--cluster", "c"), "say which with --store"),
                Arguments.of(
                        List.of("copy", "--project", PROJECT, "--cluster", "c", "--store", "nope"),
                        "configured: disk, second"),
                Arguments.of(
                        List.of("copy", "--project", PROJECT, "--cluster", "c", "--store", "disk", "--atlas", "x"),
                        "configured: sandbox"),
                Arguments.of(
                        List.of("copy", "--project", PROJECT, "--cluster", "c", "--store", "disk", "--kind", "x"),
                        "serverless"),
                Arguments.of(List.of("copy", "--project", "x", "--cluster", "c", "--store", "disk"), "project id"),
                Arguments.of(
                        List.of("copy", "--project", PROJECT, "--cluster", "../c", "--store", "disk"), "cluster name"),
                Arguments.of(List.of("snapshots", "x", "c"), "project id"),
                Arguments.of(List.of("snapshots", PROJECT, "../c"), "cluster name"),
                Arguments.of(List.of("snapshots", PROJECT, "c", "--kind", "x"), "kind of cluster"),
                Arguments.of(List.of("list", "--plan", "nope"), "configured: orders, all"),
                Arguments.of(List.of("list", "--store", "nope"), "configured: disk, second"),
                Arguments.of(List.of("list", "--cluster", "../c"), "cluster name"),
                Arguments.of(List.of("verify"), "--all"),
                Arguments.of(List.of("verify", "4476b25", "--all"), "exclude each other"),
                Arguments.of(List.of("verify", "disk:4476b25", "--store", "disk"), "names its store"),
                Arguments.of(List.of("verify", "--plan", "nope"), "configured: orders, all"),
                Arguments.of(List.of("verify", "nope:4476b25"), "configured: disk, second"),
                Arguments.of(List.of("restore", "nope@latest", "--into", "x"), "configured: orders, all"),
                Arguments.of(
                        List.of("restore", "4476b25", "--into", "x", "--before", "2026-08-02T00:00:00Z"),
                        "PLAN@latest"),
                Arguments.of(List.of("restore", "orders@latest", "--into", "x", "--before", "noon"), "no time"),
                Arguments.of(List.of("restore", "orders@latest", "--into", "x", "--cluster", "other"), "not one of"),
                Arguments.of(List.of("restore", "disk:4476b25", "--into", "x", "--store", "disk"), "names its store"),
                Arguments.of(
                        List.of("restore", "4476b25", "--into", "x", "--store", "nope"), "configured: disk, second"),
                Arguments.of(List.of("restore", "4476b25", "--into", "x", "--region", "eu-west-1"), "offsite.yaml"),
                Arguments.of(List.of("restore", "s3://bucket/not-a-copy", "--into", "x"), "no copy's folder"),
                Arguments.of(List.of("restore", "file:/not a url", "--into", "x"), "no copy's folder"),
                Arguments.of(List.of("restore", "4476b25", "--into", "x", "--request-id", "a b"), "request id"),
                Arguments.of(List.of("rehearse", "nope"), "configured: orders, all"),
                Arguments.of(List.of("rehearse", "orders", "--cluster", "other"), "not one of plan orders"),
                Arguments.of(List.of("rehearse", "all", "--store", "second"), "name one of them: disk"),
                Arguments.of(List.of("dead", "replay"), "one of the three"),
                Arguments.of(List.of("dead", "drop", "--all", "x"), "one of the three"),
                Arguments.of(List.of("dead", "list", "--reason", "nope"), "invalid-request"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongArguments(List<String> arguments, String word) {
        isOneLine(cli.run(arguments.toArray(String[]::new)), 2, word);
    }

    @Test
    void aMissingConfigurationIsExitCodeThree() throws IOException {
        Files.delete(cli.config());
        isOneLine(cli.run("list"), 3, "offsite.yaml");
    }

    static Stream<Arguments> wrongConfiguration() {
        return Stream.of(
                Arguments.of("version: 1", "version: 1\nsurprise: 1", "surprise"),
                Arguments.of("alertAfter: 48h", "alertAfter: 48h, schedule: \"every night\"", "schedule"),
                Arguments.of("project: " + PROJECT + ", cluster: flex", "project: 12ab, cluster: flex", "project"),
                Arguments.of("cluster: flex-orders", "cluster: ../flex-orders", "cluster"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongConfiguration(String right, String wrong, String key) throws IOException {
        cli.configured(yaml.replace(right, wrong));
        isOneLine(cli.run("status"), 3, key);
    }

    @Test
    void anUnreachableAtlasIsExitCodeFive() {
        isOneLine(cli.run("copy", "orders"), 5, "Atlas gave no answer");
        isOneLine(cli.run("snapshots", PROJECT, "flex-orders"), 5, "Atlas gave no answer");
    }

    @Test
    void aDataDirectoryThatIsAFileIsSaidPlainly() throws IOException {
        Files.writeString(cli.data(), "in the way");
        isOneLine(cli.run("list"), 5, "--data");
    }

    @Test
    void withoutABrokerQueueCommandsSayWhatToDo() {
        isOneLine(cli.run("copy", "orders", "--enqueue"), 5, "offsite run", "broker.url");
        isOneLine(cli.run("dead", "list"), 5, "offsite run", "broker.url");
    }

    @Test
    void aServiceThatWasKilledIsNotTakenForABroker() throws IOException {
        Files.createDirectories(cli.data());
        BrokerAddress left = new BrokerAddress(
                "tcp://127.0.0.1:" + closedPort(), "offsite", io.atlasoffsite.Secret.of("left-behind"));
        new BrokerFile(cli.data()).write(left);
        isOneLine(cli.run("dead", "list"), 5, "does not answer", "offsite run");
    }
}
