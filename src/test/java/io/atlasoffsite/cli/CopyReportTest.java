package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a failure beyond the stores, as of what takes over, does to the report of a copy. */
class CopyReportTest {

    private static final CopyOutcome THERE = CopyOutcome.skipped("p/c/t-s", "one", Optional.empty());

    @Test
    void aFailureNoStoreTellsOfIsKept() {
        CopyReport report = report(List.of(THERE), "what takes over failed");

        assertThat(report.beyond()).hasSize(1);
        StringWriter said = new StringWriter();
        int code = report.sayFailures(new Screen(new PrintWriter(said), new PrintWriter(said), false));
        assertThat(code).isEqualTo(Reason.UNEXPECTED.exitCode());
        assertThat(said.toString()).isEqualToIgnoringNewLines("offsite: what takes over failed");
    }

    @Test
    void aFailureThatAStoreTellsOfIsNotSaidTwice() {
        CopyOutcome failed =
                CopyOutcome.failed("p/c/t-s", "two", new CopyOutcome.Failure(Reason.STORE_FULL, "no room", ""));

        assertThat(report(List.of(THERE, failed), "no room").beyond()).isEmpty();
        assertThat(report(List.of(THERE, failed), "what takes over failed").beyond())
                .hasSize(1);
    }

    private static CopyReport report(List<CopyOutcome> outcomes, String failure) {
        return CopyReport.of(
                new CopyResult("r", "flex", outcomes),
                Optional.of(OffsiteException.because(Reason.UNEXPECTED, failure).build()));
    }
}
