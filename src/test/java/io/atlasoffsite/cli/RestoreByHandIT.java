package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.testing.AwsTool;
import io.atlasoffsite.testing.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Follows a copy's RESTORE.md to the letter, with the tools it names and none of this program. */
class RestoreByHandIT {

    @TempDir
    private Path home;

    private S3Server s3;
    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        s3 = new S3Server();
        sandbox = Sandbox.start(SandboxOptions.builder().archiveBytes(2L << 20).build());
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close();
        s3.stop();
    }

    @Test
    void aReplicaSetLiesInADirectoryOfItsNameAsAtlasArchivedIt() throws Exception {
        followed("rs-billing", "", List.of("atlas-rsbill-shard-0"));
    }

    @Test
    void everyShardLiesInADirectoryOfItsOwnAsAtlasArchivedIt() throws Exception {
        followed(
                "sharded-events", "", List.of("atlas-events-config-0", "atlas-events-shard-0", "atlas-events-shard-1"));
    }

    @Test
    void realWiredTigerFilesLieInADirectoryOfTheClustersNameAsAtlasArchivedThem() throws Exception {
        String withFixture = sandbox.completedSnapshotIds(Site.CLUSTER).get(0);

        followed(Site.CLUSTER, withFixture, List.of(Site.CLUSTER));
    }

    @Test
    void aFlippedByteStopsTheLinesBeforeAnythingIsUnpacked() throws Exception {
        Manifest copy = copied("rs-billing", "");
        Path folder = folder(copy);
        Path archive = folder.resolve(copy.archives().get(0).file());
        byte[] content = Files.readAllBytes(archive);
        content[content.length / 2] ^= 1;
        Files.write(archive, content);

        Ran ran = bash(commands(Files.readString(folder.resolve("RESTORE.md"))), folder);

        assertThat(ran.code()).isNotZero();
        assertThat(ran.out()).contains("FAILED");
        assertThat(into(copy)).isEmptyDirectory();
    }

    private void followed(String cluster, String snapshot, List<String> directories) throws Exception {
        Manifest copy = copied(cluster, snapshot);
        Path folder = folder(copy);

        assertThat(Files.readString(folder.resolve("RESTORE.md")))
                .contains("    offsite restore \"file:$PWD\" --into \"$HOME/restore-"
                        + copy.snapshot().id() + "\"\n");
        Ran fromDisk = bash(commands(Files.readString(folder.resolve("RESTORE.md"))), folder);

        assertThat(fromDisk.out()).as(fromDisk.out()).doesNotContain("FAILED");
        assertThat(fromDisk.code()).as(fromDisk.out()).isZero();
        assertThat(unpackedIs(copy, directories)).isPositive();

        AwsTool.assumeInstalled();
        erase(into(copy));
        Path empty = Files.createDirectory(home.resolve("empty"));
        assertThat(notesInS3())
                .contains("    offsite restore 's3://vault/atlas/" + copy.copyId() + "' --endpoint 'http://127.0.0.1:"
                        + s3.port() + "' --path-style --into ");
        Ran fromS3 = bash(commands(notesInS3()), empty);

        assertThat(fromS3.code()).as(fromS3.out()).isZero();
        assertThat(fromS3.out()).contains("SHA256SUMS", ": OK").doesNotContain("FAILED");
        erase(into(copy).resolve("copy"));
        assertThat(unpackedIs(copy, directories)).isPositive();
        assertThat(empty).isEmptyDirectory();
    }

    /** Copies a snapshot (empty: the newest) to a disk and to S3, and answers with what the disk's manifest says. */
    private Manifest copied(String cluster, String snapshot) throws Exception {
        Site site = new Site(home)
                .disk("disk")
                .s3("vault", s3.port())
                .cluster(cluster)
                .against(sandbox);
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        String[] command = snapshot.isEmpty()
                ? site.command("copy", Site.PLAN)
                : site.command("copy", Site.PLAN, "--snapshot", snapshot);
        assertThat(Main.execute(writer, writer, command)).as(out.toString()).isZero();
        List<CatalogEntry> entries = new Catalog(new FileStore("disk", site.directory("disk")), 1).all();
        return ((CatalogEntry.Whole) entries.get(0)).manifest().manifest();
    }

    private Path folder(Manifest copy) {
        return home.resolve("disk").resolve(copy.copyId().toString());
    }

    /** Where the lines unpack to when nobody changes them. */
    private Path into(Manifest copy) {
        return home.resolve("restore-" + copy.snapshot().id());
    }

    private String notesInS3() {
        try (S3Client client = S3Server.client(s3.port())) {
            String key = client.listObjectsV2(r -> r.bucket(S3Server.BUCKET)).contents().stream()
                    .map(S3Object::key)
                    .filter(name -> name.endsWith("/RESTORE.md"))
                    .findFirst()
                    .orElseThrow();
            return client.getObjectAsBytes(r -> r.bucket(S3Server.BUCKET).key(key))
                    .asUtf8String();
        }
    }

    /** The blocks of sections 1 and 2, each line as it stands. */
    private static String commands(String notes) {
        int from = notes.indexOf("\n## 1. ");
        int to = notes.indexOf("\n## 3. ");
        assertThat(from).isPositive().isLessThan(to);
        String lines = notes.substring(from, to)
                .lines()
                .filter(line -> line.startsWith("    "))
                .map(line -> line.substring(4))
                .collect(Collectors.joining("\n"));
        assertThat(lines).contains("sha256sum -c SHA256SUMS", "tar ");
        return lines;
    }

    private record Ran(int code, String out) {}

    /** Somebody who pastes line after line and stops at the first that fails; at home in {@link #home}, with the keys of the S3. */
    private Ran bash(String lines, Path where) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", lines);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.put("HOME", home.toString());
        environment.put("PATH", AwsTool.PATH.getParent() + ":" + environment.get("PATH"));
        environment.put("AWS_ACCESS_KEY_ID", "test-key");
        environment.put("AWS_SECRET_ACCESS_KEY", "test-secret");
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        Process process =
                builder.directory(where.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out);
    }

    /** Compares every unpacked file with the archive Atlas made; answers how many there are. */
    private int unpackedIs(Manifest copy, List<String> directories) throws Exception {
        assertThat(into(copy)).isDirectoryContaining(Files::isDirectory);
        try (Stream<Path> there = Files.list(into(copy))) {
            assertThat(there.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(directories);
        }
        int files = 0;
        for (Manifest.Archive archive : copy.archives()) {
            String set = archive.replicaSet().isEmpty() ? copy.cluster().name() : archive.replicaSet();
            assertThat(archive.sha256())
                    .isEqualTo(sandbox.archive(copy.snapshot().id(), set).sha256());
            Map<String, String> archived = archived(folder(copy).resolve(archive.file()));
            assertThat(unpacked(into(copy).resolve(set))).isEqualTo(archived);
            files += archived.size();
        }
        return files;
    }

    private static Map<String, String> archived(Path archive) throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    files.put(entry.getName().replaceFirst("^\\./", ""), sha256(tar));
                }
            }
        }
        return files;
    }

    private static Map<String, String> unpacked(Path directory) throws Exception {
        Map<String, String> files = new TreeMap<>();
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            walk.filter(Files::isRegularFile).forEach(all::add);
        }
        for (Path file : all) {
            try (InputStream in = Files.newInputStream(file)) {
                files.put(directory.relativize(file).toString(), sha256(in));
            }
        }
        return files;
    }

    private static String sha256(InputStream in) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void erase(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = new ArrayList<>(walk.toList());
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i));
        }
    }
}
