package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.Unpacked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Restores of a sharded cluster in processes of their own, which are killed or meet in one directory. */
class RestoreProcessesIT {

    private static final int KILLS = 3;

    /** A restore takes about a second and a half. */
    private static final int MOST_MILLIS = 1500;

    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void aCopy() throws IOException {
        cli = new Cli(directory);
        try (Sandbox sandbox =
                Sandbox.start(SandboxOptions.builder().archiveBytes(2_000_000).build())) {
            cli.configured(sandbox);
            assertThat(cli.run("copy", "all", "--cluster", "sharded-events").code())
                    .isZero();
        }
        Files.writeString(
                cli.config(), Files.readString(cli.config()) + "transfer: { concurrent: 1, bandwidth: 4MiB/s }\n");
    }

    private String[] restore(String requestId) {
        return new String[] {
            "restore",
            "all@latest",
            "--cluster",
            "sharded-events",
            "--into",
            into().toString(),
            "--request-id",
            requestId,
            "--json",
            "--config",
            cli.config().toString(),
            "--data",
            cli.data().toString()
        };
    }

    private Path into() {
        return directory.resolve("restores").resolve("a");
    }

    private Path partial() {
        return directory.resolve("restores").resolve("a.partial");
    }

    private OffsiteProcess started(String requestId) throws IOException {
        return OffsiteProcess.start(directory, OffsiteProcess.shortLived(), restore(requestId));
    }

    private void assertWholeAndAlone() throws IOException {
        List<String> expected = new ArrayList<>(List.of("RESTORE.md", "restored.json"));
        try (Stream<Path> all = Files.walk(cli.store("disk"))) {
            for (Path archive :
                    all.filter(file -> file.toString().endsWith(".tar.gz")).toList()) {
                String shard = archive.getFileName().toString().replaceFirst("-[0-9a-f]{8}\\.tar\\.gz$", "");
                expected.add(shard);
                assertThat(Unpacked.files(into().resolve(shard))).isNotEmpty().isEqualTo(Unpacked.archive(archive));
            }
        }
        assertThat(expected).hasSizeGreaterThan(4);
        assertThat(into().toFile().list()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(partial()).doesNotExist();
    }

    /** {@code -Doffsite.test.seed=…} repeats a run's moments. */
    @Test
    void f36_aRestoreKilledAtRandomMomentsEndsAsIfItNeverHadBeen() throws Exception {
        long seed = Long.getLong("offsite.test.seed", new Random().nextLong());
        LoggerFactory.getLogger(getClass()).warn("moments of -Doffsite.test.seed={}", seed);
        Random random = new Random(seed);
        for (int kill = 1; kill <= KILLS; kill++) {
            try (OffsiteProcess process = started("r1")) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> Files.exists(partial()) || !process.alive());
                process.endsWithin(Duration.ofMillis(random.nextInt(MOST_MILLIS)));
                process.kill();
            }
            assertThat(Files.exists(into()) && Files.exists(partial())).isFalse();
        }

        Cli.Ran last = Cli.plain(restore("r1"));

        assertThat(last.code()).as(last.err()).isZero();
        assertWholeAndAlone();
    }

    @Test
    void f38_ofTwoProcessesThatRestoreIntoOneDirectoryOneDoes() throws Exception {
        try (OffsiteProcess one = started("r1");
                OffsiteProcess other = started("r2")) {
            List<Integer> codes = List.of(one.waitFor(), other.waitFor());

            assertThat(codes).as(one.err() + other.err()).containsOnlyOnce(0);
            OffsiteProcess refused = codes.get(0) == 0 ? other : one;
            assertThat(refused.err()).contains(into().toString()).hasLineCount(1);
        }
        assertWholeAndAlone();
    }
}
