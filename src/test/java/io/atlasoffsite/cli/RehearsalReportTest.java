package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.route.RehearsalResult;
import io.atlasoffsite.store.RehearsalRecord;
import io.atlasoffsite.store.RehearsalRecord.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RehearsalReportTest {

    private static final Instant NOW = Instant.parse("2026-08-09T06:10:00Z");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Screen screen = new Screen(new PrintWriter(out, true), new PrintWriter(err, true), false);

    private static RehearsalResult result(String reason) {
        boolean failed = !reason.isEmpty();
        RehearsalRecord record = new RehearsalRecord(
                new RehearsalRecord.Place("nightly", "32b6e34b3d91647abb20e7b8", "orders"),
                "disk",
                Optional.empty(),
                "",
                NOW,
                NOW,
                failed ? Outcome.FAILED : Outcome.PROVED,
                List.of(),
                1,
                Optional.of(new RehearsalRecord.Command(OptionalInt.of(failed ? 1 : 0), 2, "first\n  last word  \n\n")),
                failed ? Optional.of(new RehearsalRecord.Failure(reason, "it broke", "look")) : Optional.empty(),
                "test");
        return new RehearsalResult(record, failed ? Optional.empty() : Optional.of(Path.of("/kept/here")));
    }

    private int judge(String... reasons) {
        return new RehearsalReport(
                        Stream.of(reasons).map(RehearsalReportTest::result).toList())
                .judge(screen);
    }

    @Test
    void allTheSameIsThatAndSomeOfEachIsPartly() {
        assertThat(judge("", "")).isZero();
        assertThat(judge("", "integrity")).isEqualTo(ErrorLines.PARTLY);
        assertThat(judge("integrity", "store-unavailable")).isEqualTo(ErrorLines.INTEGRITY);
        assertThat(judge("store-unavailable")).isEqualTo(ErrorLines.UNAVAILABLE);
    }

    @Test
    void aFailureIsOneLineWithTheLastWordOfTheCommand() {
        judge("integrity", "integrity");

        assertThat(err.toString()).isEqualToIgnoringNewLines("offsite: it broke (it said: last word); look");
    }

    @Test
    void peopleAndProgramsAreToldWhereTheFilesStay() {
        RehearsalReport report = new RehearsalReport(List.of(result(""), result("integrity")));

        report.print(screen);

        assertThat(out.toString()).contains("proved", "failed", "kept in /kept/here");
        assertThat(report.toTree().get(0).path("kept").asText()).isEqualTo("/kept/here");
        assertThat(report.toTree().get(1).has("kept")).isFalse();
    }
}
