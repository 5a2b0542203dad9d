package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.ops.TransferBoard.Archive;
import io.atlasoffsite.ops.TransferBoard.Moving;
import io.atlasoffsite.ops.TransferBoard.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Instant BEGUN = Instant.parse("2026-08-02T17:06:56Z");

    @Test
    void aPlainLineSaysWhatMovesWhereHowFarHowFastAndHowLongYet() {
        Moving known =
                moving("a.tar.gz", "disk", Phase.MOVING, 1 << 20, OptionalLong.of(4 << 20), OptionalDouble.of(1 << 19));
        Moving unknown = moving("b.tar.gz", "vault", Phase.PROVING, 512, OptionalLong.empty(), OptionalDouble.empty());
        assertThat(Progress.line(List.of(known, unknown)))
                .isEqualTo(
                        "moving a.tar.gz (disk): 1.0 MiB of 4.0 MiB, 512.0 KiB/s, 6s left; proving b.tar.gz (vault): 512 B");
    }

    @Test
    void behindTheBarStandPhasesTheRateOfAllAndTheLongestTime() {
        Moving slow =
                moving("a.tar.gz", "disk", Phase.MOVING, 0, OptionalLong.of(90 << 20), OptionalDouble.of(1 << 20));
        Moving quick =
                moving("b.tar.gz", "disk", Phase.MOVING, 0, OptionalLong.of(9 << 20), OptionalDouble.of(9 << 20));
        Moving waiting = moving("c.tar.gz", "disk", Phase.WAITING, 0, OptionalLong.empty(), OptionalDouble.empty());

        assertThat(Progress.what(List.of(slow, quick))).isEqualTo("moving → disk, 10.0 MiB/s, 1m 30s left");
        assertThat(Progress.what(List.of(slow, waiting))).isEqualTo("moving → disk, waiting → disk, 1.0 MiB/s");
        assertThat(Progress.what(List.of())).isEqualTo("waiting for Atlas");
    }

    @Test
    void whileNothingMovesItSaysWhatIsWaitedFor() {
        assertThat(Progress.line(List.of())).contains("Atlas is getting the archive ready");
    }

    @Test
    void withoutATerminalLinesComeNowAndThenUntilClosed() {
        StringWriter err = new StringWriter();
        Screen screen = new Screen(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);
        Progress progress = Progress.lines(new TransferBoard(Clock.systemUTC()), screen, Duration.ofMillis(20));
        Awaitility.await().until(() -> err.toString().lines().count() >= 2);
        progress.close();
        assertThat(err.toString()).startsWith("offsite: nothing is moving yet");
    }

    private static Moving moving(
            String file, String store, Phase phase, long bytes, OptionalLong total, OptionalDouble rate) {
        return new Moving(new Archive("copy", "plan", "cluster", file, store), phase, BEGUN, bytes, total, rate);
    }
}
