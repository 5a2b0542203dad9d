package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.restore.Tally;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyProgressTest {

    private static final long MIB = 1 << 20;

    @Test
    void aLineSaysHowMuchHowFastAndHowLongStill() {
        assertThat(TallyProgress.line(
                        TallyProgress.Work.VERIFY,
                        new Tally.Reading(3, 10, 200 * MIB, 1000 * MIB),
                        Duration.ofSeconds(20)))
                .isEqualTo("3 of 10 copies verified, 200.0 MiB of 1000.0 MiB, 10.0 MiB/s, 1m 20s left");
    }

    @Test
    void nobodyKnowsWhatIsLeftBeforeTheFirstByteOrAfterTheLast() {
        assertThat(TallyProgress.line(TallyProgress.Work.VERIFY, new Tally.Reading(0, 0, 0, 0), Duration.ofSeconds(20)))
                .isEqualTo("looking for copies");
        assertThat(TallyProgress.line(TallyProgress.Work.VERIFY, new Tally.Reading(0, 1, 0, MIB), Duration.ZERO))
                .isEqualTo("0 of 1 copy verified, 0 B of 1.0 MiB, 0 B/s");
        assertThat(TallyProgress.line(
                        TallyProgress.Work.VERIFY, new Tally.Reading(1, 1, MIB, MIB), Duration.ofSeconds(1)))
                .doesNotContain("left");
    }

    @Test
    void aQuickVerificationPrintsNothing() {
        StringWriter err = new StringWriter();
        PrintWriter writer = new PrintWriter(err);

        TallyProgress.show(TallyProgress.Work.VERIFY, new Tally(), new Screen(writer, writer, false))
                .close();

        assertThat(err.toString()).isEmpty();
    }
}
