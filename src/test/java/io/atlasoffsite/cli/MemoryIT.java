package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.sandbox.LinkRules;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of processes that copy or verify much more than they have; the sandbox runs in another one. */
class MemoryIT {

    private static final long ARCHIVE_BYTES = 3L << 30;
    private static final long LIMIT_BYTES = 256_000_000;

    private static final int AT_ONCE = 8;
    private static final long EACH_BYTES = 384L << 20;
    private static final LinkRules NO_LENGTH = new LinkRules(false, false, false, LinkRules.Use.ANY);

    @TempDir
    private Path home;

    @Test
    void threeGibibytesOfUnknownLengthGoToDiskAndAreVerifiedInLessThan256MegabytesOfMemory() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            Site site = new Site(home).disk("disk").against(sandbox);
            assertThat(peakOfACopy(site)).isLessThan(LIMIT_BYTES);
            assertThat(peak("\"outcome\" : \"whole\"", site.command("verify", "--all", "--json")))
                    .isLessThan(LIMIT_BYTES);
        }
    }

    @Test
    void threeGibibytesOfUnknownLengthGoToS3InLessThan256MegabytesOfMemory() throws Exception {
        S3Server s3 = new S3Server(Files.createDirectories(home.resolve("s3")));
        try (Sandbox sandbox = sandbox()) {
            assertThat(peakOfACopy(new Site(home).s3("vault", s3.port()).against(sandbox)))
                    .isLessThan(LIMIT_BYTES);
        } finally {
            s3.stop();
        }
    }

    @Test
    void eightCopiesAtOnceOfTheServiceFitIntoTheSameMemory() throws Exception {
        assertThat(peakOfEightCopies(new Site(home).disk("disk"), home.resolve("disk")))
                .isLessThan(LIMIT_BYTES);
    }

    @Test
    void eightCopiesAtOnceOfTheServiceToS3FitIntoTheSameMemory() throws Exception {
        Path objects = Files.createDirectories(home.resolve("s3"));
        S3Server s3 = new S3Server(objects);
        try {
            assertThat(peakOfEightCopies(new Site(home).s3("vault", s3.port()), objects))
                    .isLessThan(LIMIT_BYTES);
        } finally {
            s3.stop();
        }
    }

    private long peakOfEightCopies(Site site, Path copies) throws Exception {
        AtomicLong peak = new AtomicLong();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
                .archiveBytes(EACH_BYTES)
                .generatedClusters(2 * AT_ONCE)
                .snapshotsPerCluster(1)
                .build())) {
            site.cluster("\"*\"\n    include: [\"generated-*\"]\n    kind: flex")
                    .with("transfer: { concurrent: " + AT_ONCE + ", perProject: " + AT_ONCE + " }")
                    .against(sandbox);
            try (OffsiteProcess service =
                    OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), site.command("run"))) {
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> service.err().contains(" is up")
                                || service.out().contains(" is up"));
                assertThat(Cli.plain(site.command("copy", Site.PLAN, "--enqueue"))
                                .code())
                        .isZero();
                await().atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> {
                            look(service, peak);
                            return manifests(copies) == AT_ONCE;
                        });
            }
        }
        return peak.get();
    }

    private static long manifests(Path copies) throws IOException {
        try (Stream<Path> files = Files.walk(copies)) {
            return files.filter(file -> file.endsWith("manifest.json")).count();
        } catch (UncheckedIOException changing) {
            return 0;
        }
    }

    private static Sandbox sandbox() {
        return Sandbox.start(SandboxOptions.builder()
                .archiveBytes(ARCHIVE_BYTES)
                .signedLinks(NO_LENGTH)
                .build());
    }

    private long peakOfACopy(Site site) throws Exception {
        return peak("\"outcome\" : \"copied\"", site.command("copy", Site.PLAN, "--json"));
    }

    private long peak(String outcome, String... command) throws Exception {
        AtomicLong peak = new AtomicLong();
        try (OffsiteProcess copy = OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), command)) {
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        look(copy, peak);
                        return !copy.alive();
                    });
            assertThat(copy.waitFor()).as(copy.err()).isZero();
            assertThat(copy.out()).contains(outcome);
        }
        return peak.get();
    }

    private static void look(OffsiteProcess copy, AtomicLong peak) {
        try {
            peak.accumulateAndGet(copy.peakResidentBytes(), Math::max);
        } catch (IOException ended) {
            // The process ended between the question and the look; the last look stands.
        }
    }
}
