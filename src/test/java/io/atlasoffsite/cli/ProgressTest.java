package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.ops.TransferBoard.Moving;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void aPlainLineSaysWhatMovesWhereAndHowFar() {
        Moving known = new Moving("a.tar.gz", "disk", "moving", 1 << 20, OptionalLong.of(4 << 20));
        Moving unknown = new Moving("b.tar.gz", "vault", "proving", 512, OptionalLong.empty());
        assertThat(Progress.line(List.of(unknown, known)))
                .isEqualTo("moving a.tar.gz (disk): 1.0 MiB of 4.0 MiB; proving b.tar.gz (vault): 512 B");
    }

    @Test
    void whileNothingMovesItSaysWhatIsWaitedFor() {
        assertThat(Progress.line(List.of())).contains("Atlas is getting the archive ready");
    }

    @Test
    void withoutATerminalLinesComeNowAndThenUntilClosed() {
        StringWriter err = new StringWriter();
        Screen screen = new Screen(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);
        Progress progress = Progress.lines(new TransferBoard(), screen, Duration.ofMillis(20));
        Awaitility.await().until(() -> err.toString().lines().count() >= 2);
        progress.close();
        assertThat(err.toString()).startsWith("offsite: nothing is moving yet");
    }
}
