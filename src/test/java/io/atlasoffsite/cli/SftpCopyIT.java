package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.sandbox.ArchiveFacts;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.SftpServer;
import io.atlasoffsite.testing.SftpServer.Strike;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies onto an SFTP server, by command. */
class SftpCopyIT {

    @TempDir
    private Path home;

    private Path root;
    private SftpServer sftp;
    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        root = Files.createDirectory(home.resolve("nas"));
        sftp = new SftpServer(root);
        sandbox = Sandbox.start(SandboxOptions.builder().archiveBytes(40L << 20).build());
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close();
        sftp.close();
    }

    private record Ran(int code, String out) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        int code = Main.execute(new PrintWriter(out), new PrintWriter(out), arguments);
        return new Ran(code, out.toString());
    }

    private static List<Path> files(Path below, String end) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end))
                    .toList();
        }
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private String newest() {
        List<String> oldestFirst = sandbox.completedSnapshotIds(Site.CLUSTER);
        return oldestFirst.get(oldestFirst.size() - 1);
    }

    @Test
    void aCopyIsByteIdenticalIsProvedByReadingBackAndLeavesNothingElse() throws Exception {
        Site site = new Site(home).sftp("nas", sftp).against(sandbox);

        assertThat(run(site.command("copy", Site.PLAN)).code()).isZero();

        ArchiveFacts source = sandbox.archive(newest(), Site.CLUSTER);
        assertThat(sha256(files(root, ".tar.gz").get(0))).isEqualTo(source.sha256());
        assertThat(Files.readString(files(root, "manifest.json").get(0)))
                .contains("\"stored\" : \"readback\"", source.sha256());
        assertThat(Files.readString(files(root, "RESTORE.md").get(0)))
                .contains("sftp -P " + sftp.port() + " 'offsite@127.0.0.1:/");
        assertThat(files(root, ".partial")).isEmpty();
        assertThat(files(root.resolve(".offsite"), "")).containsExactly(root.resolve(".offsite/format.json"));
        assertThat(run(site.command("list")).out()).contains(newest());
    }

    @Test
    void aCopyGoesOnFromADirectoryToTheServerAndAtlasWasAskedOnce() throws Exception {
        Site site = new Site(home).disk("disk").sftp("nas", sftp).against(sandbox);

        assertThat(run(site.command("copy", Site.PLAN)).code()).isZero();

        assertThat(sandbox.requests(Operation.DOWNLOAD)).hasSize(1);
        assertThat(sha256(files(root, ".tar.gz").get(0)))
                .isEqualTo(sha256(files(site.directory("disk"), ".tar.gz").get(0)));
        assertThat(files(root, "manifest.json")).hasSize(1);
    }

    @Test
    void f48_whenTheServerIsFullTheOtherCopyStandsAndALaterOneFillsTheGapFromIt() throws Exception {
        Site site = new Site(home).sftp("nas", sftp).disk("disk").against(sandbox);
        sftp.fault("WRITE", 100, 1_000_000, Strike.FULL);

        assertThat(run(site.command("copy", Site.PLAN)).code()).isEqualTo(ErrorLines.PARTLY);
        assertThat(files(root, "manifest.json")).isEmpty();
        assertThat(files(site.directory("disk"), "manifest.json")).hasSize(1);
        sftp.forgetFaults();
        sandbox.forgetRequests();

        assertThat(run(site.command("copy", Site.PLAN)).code()).isZero();
        assertThat(sandbox.requests(Operation.DOWNLOAD)).isEmpty();
        assertThat(sha256(files(root, ".tar.gz").get(0)))
                .isEqualTo(sha256(files(site.directory("disk"), ".tar.gz").get(0)));
        assertThat(files(root, ".partial")).isEmpty();
    }

    @Test
    void f28_aCopyOutlivesConnectionsThatBreak() throws Exception {
        Site site = new Site(home).sftp("nas", sftp).against(sandbox);
        // Each takes all parts under way with it, and a part is tried four times.
        for (int cut = 0; cut < 3; cut++) {
            sftp.fault("WRITE", 200, 1, Strike.CUT);
        }

        assertThat(run(site.command("copy", Site.PLAN)).code()).isZero();
        assertThat(sftp.struck()).isTrue();
        assertThat(sandbox.requests(Operation.DOWNLOAD)).hasSize(1);
        assertThat(sha256(files(root, ".tar.gz").get(0)))
                .isEqualTo(sandbox.archive(newest(), Site.CLUSTER).sha256());
    }

    @Test
    void checkTellsWhatAServerLacksAndThatAnotherAnswers() throws Exception {
        Ran good = run(new Site(home).sftp("nas", sftp).against(sandbox).command("check"));
        assertThat(good.code()).as(good.out()).isZero();
        assertThat(good.out())
                .contains("sftp://127.0.0.1:" + sftp.port() + "/", "no statvfs@openssh.com: that its disk");
        assertThat(files(root, "")).isEmpty();

        sftp.close();
        try (SftpServer other = new SftpServer(root)) {
            Path config = new Site(home).sftp("nas", other).against(sandbox).config();
            Files.writeString(config, Files.readString(config).replace(other.hostKey(), sftp.hostKey()));
            Ran bad = run(
                    "check",
                    "--config",
                    config.toString(),
                    "--data",
                    home.resolve("data2").toString());
            assertThat(bad.code()).isEqualTo(5);
            assertThat(bad.out())
                    .contains("shows another key than the expected")
                    .doesNotContain(SftpServer.PASSWORD);
        }
    }

    @Test
    void aServiceDoesNotStartWhenAPlansServerLacksWhatEveryStoreNeeds() throws Exception {
        try (SftpServer poor = new SftpServer(root, "posix-rename@openssh.com=1")) {
            Site refused = new Site(home).sftp("nas", poor).against(sandbox);
            assertThatThrownBy(() -> Service.start(refused.load()).close())
                    .hasMessageContaining("store 'nas'")
                    .hasMessageContaining("does not offer fsync@openssh.com");
            assertThat(run(refused.command("check")).out()).contains("set the store's requireFsync to false");

            Site allowed =
                    new Site(home).sftp("nas", poor, ", requireFsync: false").against(sandbox);
            Service.start(allowed.load()).close();
            assertThat(run(allowed.command("check")).out())
                    .contains("no fsync@openssh.com", "not enforced: two workers at once");
        }
    }

    @Test
    void aServiceStartsAlthoughAServerIsAway() throws Exception {
        Site site = new Site(home).sftp("nas", sftp).against(sandbox);
        sftp.close();

        Service.start(site.load()).close();
    }

    @Test
    void withoutTheSshLibraryAnSftpStoreIsOneConfigurationErrorAndOthersWork() throws Exception {
        Site with = new Site(home).sftp("nas", sftp).against(sandbox);
        assertThat(bare(with))
                .isEqualTo(
                        new Ran(
                                3,
                                "offsite: offsite.yaml: stores.nas.type: is sftp, and Apache MINA SSHD is not on the class path – add"
                                        + " org.apache.sshd:sshd-sftp, and org.bouncycastle:bcpkix-jdk18on for ed25519 keys\n"));

        Site without = new Site(home).disk("disk").against(sandbox);
        assertThat(bare(without).code()).isZero();
    }

    /** Lists the copies in a process whose class path is what an embedder without SFTP has. */
    private Ran bare(Site site) throws Exception {
        Path jar = Path.of(System.getProperty("offsite.test.jar"));
        StringBuilder path = new StringBuilder(jar.resolveSibling("classes").toString());
        for (Path library : files(jar.resolveSibling("lib"), ".jar")) {
            String name = library.getFileName().toString();
            if (!name.startsWith("sshd-") && !name.startsWith("bc")) {
                path.append(File.pathSeparator).append(library);
            }
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", path.toString()));
        command.add("-Dstderr.encoding=UTF-8");
        command.add(Main.class.getName());
        command.addAll(List.of(site.command("list")));
        Path log = home.resolve("bare.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), Files.readString(log));
        } finally {
            process.destroyForcibly();
        }
    }
}
