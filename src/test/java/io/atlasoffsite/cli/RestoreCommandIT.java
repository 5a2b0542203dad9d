package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.S3Server;
import io.atlasoffsite.testing.Unpacked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code offsite restore} as people use it, on a good day and when nothing but the bucket is left. */
class RestoreCommandIT {

    @TempDir
    private Path directory;

    private Cli cli;
    private Path copy;

    @BeforeEach
    void aCopy() throws IOException {
        cli = new Cli(directory);
        try (Sandbox sandbox =
                Sandbox.start(SandboxOptions.builder().archiveBytes(4_000_000).build())) {
            cli.configured(sandbox);
            assertThat(cli.run("copy", "orders").code()).isZero();
        }
        copy = copies("disk").get(0);
    }

    @AfterEach
    void nothingUnfinishedIsLeft() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(path -> path.toString().endsWith(".partial"))).isEmpty();
        }
    }

    private List<Path> copies(String store) throws IOException {
        try (Stream<Path> all = Files.walk(cli.store(store))) {
            return all.filter(file -> file.endsWith("manifest.json"))
                    .map(Path::getParent)
                    .toList();
        }
    }

    private static Path archive(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String into(String name) {
        return directory.resolve(name).toString();
    }

    private void assertRestored(String name) throws IOException {
        assertThat(Unpacked.files(directory.resolve(name).resolve("flex-orders")))
                .isNotEmpty()
                .isEqualTo(Unpacked.archive(archive(copy)));
        assertThat(directory.resolve(name).resolve("RESTORE.md")).isNotEmptyFile();
    }

    private static void damage(Path folder) throws IOException {
        Path archive = archive(folder);
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
    }

    @Test
    void aCopyIsRestoredOnceAndTheSameRequestFindsIt() throws IOException {
        Cli.Ran look = cli.run("restore", "orders@latest", "--into", into("a"), "--dry-run", "--json");
        assertThat(look.code()).as(look.err()).isZero();
        assertThat(look.json().path("fits").asBoolean()).isTrue();
        assertThat(look.json().path("mongodbVersion").asText()).isNotEmpty();
        assertThat(directory.resolve("a")).doesNotExist();

        Cli.Ran ran = cli.run("restore", "orders@latest", "--into", into("a"), "--request-id", "r1");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("flex-orders", "proved", "RESTORE.md");
        assertRestored("a");

        Cli.Ran again = cli.run("restore", "orders@latest", "--into", into("a"), "--request-id", "r1", "--json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.json().path("repeated").asBoolean()).isTrue();
        Cli.Ran other = cli.run("restore", "orders@latest", "--into", into("a"), "--json");
        assertThat(other.code()).isEqualTo(4);
        assertThat(other.errLines()).hasSize(1);
        assertThat(other.json().path("reason").asText()).isEqualTo("restore-refused");
        assertThat(cli.run("restore", "orders@latest", "--before", "1970-01-02T00:00:00Z", "--into", into("b"))
                        .code())
                .isEqualTo(4);
        assertThat(Files.readString(cli.data().resolve("audit.jsonl")))
                .contains("\"command ", "\"asked\"", "\"restored\"");
    }

    @Test
    void f45_aDamagedCopyIsRestoredFromAnotherStoreOrNotAtAllUnlessThatIsAccepted() throws IOException {
        String name = copy.getFileName()
                .toString()
                .substring(copy.getFileName().toString().length() - 8);
        damage(copy);
        Cli.Ran fallback = cli.run("restore", name, "--into", into("a"), "--json");
        assertThat(fallback.code()).as(fallback.err()).isZero();
        assertThat(fallback.json().path("archives").path(0).path("store").asText())
                .isEqualTo("second");

        damage(copies("second").get(0));
        Cli.Ran refused = cli.run("restore", name, "--into", into("b"));
        assertThat(refused.code()).isEqualTo(6);
        assertThat(refused.errLines()).hasSize(1);
        assertThat(directory.resolve("b")).doesNotExist();

        Cli.Ran accepted = cli.run("restore", name, "--into", into("b"), "--accept-damaged", "--json");
        assertThat(accepted.code()).isEqualTo(6);
        assertThat(accepted.json().path("outcome").asText()).isEqualTo("damaged");
        assertThat(accepted.json().path("archives").path(0).path("unproved")).isNotEmpty();
        assertThat(accepted.err()).contains("is not proved");
        assertThat(directory.resolve("b").resolve("RESTORE.md")).exists();

        Cli.Ran told = cli.run("restore", name, "--into", into("c"), "--accept-damaged", "--quiet");
        assertThat(told.code()).isEqualTo(6);
        assertThat(told.out())
                .contains("saved what could be saved into " + into("c"))
                .doesNotContain("restored into");
        String kept = accepted.json().path("archives").path(0).path("store").asText();
        String other = kept.equals("second") ? "disk" : "second";
        assertThat(told.errLines()).as("what is wrong in each store, once").hasSize(2);
        assertThat(told.errLines()[0]).startsWith("offsite: flex-orders: store '" + other + "', ");
        assertThat(told.errLines()[1]).startsWith("offsite: flex-orders, from store '" + kept + "', is not proved: ");
    }

    @Test
    void withConfigurationAndAtlasGoneADirectoryIsEnough() throws IOException {
        Files.delete(cli.config());
        Cli.Ran ran = cli.run("restore", copy.toUri() + "/manifest.json", "--into", into("a"));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertRestored("a");

        Files.writeString(cli.config(), "in no order at all: [");
        Path unwritable = Files.writeString(directory.resolve("no-directory"), "");
        Cli.Ran bare = Cli.plain(
                "restore",
                "file:" + copy,
                "--into",
                into("b"),
                "--data",
                unwritable.resolve("data").toString());
        assertThat(bare.code()).as(bare.err()).isZero();
        assertThat(bare.err()).contains("no line in an audit log");
        assertRestored("b");
    }

    @Test
    void withConfigurationAndAtlasGoneABucketIsEnough() throws Exception {
        Files.delete(cli.config());
        S3Server server = new S3Server();
        try (S3Client client = S3Server.client(server.port())) {
            String folder = cli.store("disk").relativize(copy).toString();
            for (Path file : files(copy)) {
                client.putObject(
                        put -> put.bucket(S3Server.BUCKET).key("deep/atlas/" + folder + "/" + file.getFileName()),
                        file);
            }
            List<String> jvm = new ArrayList<>(OffsiteProcess.shortLived());
            jvm.addAll(List.of("-Daws.accessKeyId=" + S3Server.KEY, "-Daws.secretAccessKey=" + S3Server.SECRET));
            try (OffsiteProcess restore = OffsiteProcess.start(
                    directory,
                    jvm,
                    "restore",
                    "s3://" + S3Server.BUCKET + "/deep/atlas/" + folder + "/",
                    "--endpoint",
                    "http://127.0.0.1:" + server.port(),
                    "--path-style",
                    "--into",
                    into("a"))) {
                assertThat(restore.waitFor()).as(restore.err()).isZero();
            }
        } finally {
            server.stop();
        }
        assertRestored("a");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void f36_aRestoreThatWasKilledGoesOnWhereItWas() throws Exception {
        try (Sandbox sandbox =
                Sandbox.start(SandboxOptions.builder().archiveBytes(4_000_000).build())) {
            cli.configured(sandbox);
            assertThat(cli.run("copy", "all", "--cluster", "sharded-events").code())
                    .isZero();
        }
        Files.writeString(
                cli.config(), Files.readString(cli.config()) + "transfer: { concurrent: 1, bandwidth: 2MiB/s }\n");
        String[] command = {
            "restore",
            "all@latest",
            "--cluster",
            "sharded-events",
            "--into",
            into("a"),
            "--json",
            "--config",
            cli.config().toString(),
            "--data",
            cli.data().toString()
        };
        Path done = directory.resolve("a.partial").resolve(".offsite").resolve("done");
        try (OffsiteProcess killed = OffsiteProcess.start(directory, OffsiteProcess.shortLived(), command)) {
            Awaitility.await().atMost(java.time.Duration.ofSeconds(30)).until(() -> holdsAny(done) || !killed.alive());
            killed.kill();
        }
        assertThat(directory.resolve("a")).doesNotExist();

        Cli.Ran ran = Cli.plain(command);

        assertThat(ran.code()).as(ran.err()).isZero();
        List<Boolean> resumed = new ArrayList<>();
        for (JsonNode archive : ran.json().path("archives")) {
            resumed.add(archive.path("resumed").asBoolean());
        }
        assertThat(resumed).hasSizeGreaterThan(2).contains(true, false);
        assertThat(Arrays.asList(directory.resolve("a").toFile().list())).contains("RESTORE.md", "restored.json");
    }

    private static boolean holdsAny(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".json"));
        }
    }
}
