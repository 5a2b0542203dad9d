package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, from the packaged jar: what a new user sees first. */
class DemoIT {

    @TempDir
    private Path home;

    @Test
    void theDemoCopiesByScheduleAndByMessageShowsALetterAndASkipAndEndsWellInLessThanAMinute() throws Exception {
        Instant begin = Instant.now();
        try (OffsiteProcess demo =
                OffsiteProcess.start(home, OffsiteProcess.likeTheLauncher(), "demo", "--data", home.toString())) {
            assertThat(demo.waitFor()).as(demo.err()).isZero();
            assertThat(demo.out())
                    .contains("copy.completed")
                    .contains("copy.skipped")
                    .contains("offsite.dead.not-found")
                    .contains("offsite.dead.forbidden")
                    .contains("5 copies looked at", "5 whole")
                    .contains("restore.completed")
                    .contains("files are byte for byte what was archived")
                    .contains("sha256sum -c SHA256SUMS");
            assertThat(demo.err()).isEmpty();
        }
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(60));

        List<Path> copies = copies();
        assertThat(copies).hasSize(5);
        assertThat(copies)
                .anySatisfy(copy ->
                        assertThat(copy.toFile().list()).anyMatch(file -> file.startsWith("atlas-events-config-0-")));
        for (Path copy : copies) {
            assertThat(shell(copy, "sha256sum -c SHA256SUMS")).contains("RESTORE.md: OK");
            assertThat(shell(copy, "for archive in *.tar.gz; do tar tzf \"$archive\"; done"))
                    .contains("WiredTiger.wt");
            assertThat(Files.size(archive(copy))).isGreaterThanOrEqualTo(64L << 20);
        }
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(file -> file.endsWith("manifest.json"))
                    .map(Path::getParent)
                    .toList();
        }
    }

    private static Path archive(Path copy) throws IOException {
        try (Stream<Path> files = Files.list(copy)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String shell(Path directory, String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(out).isZero();
        return out;
    }
}
