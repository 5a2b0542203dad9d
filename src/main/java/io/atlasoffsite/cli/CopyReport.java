package io.atlasoffsite.cli;

import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Outcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * A copy's result as people read it.
 *
 * @param result what became of the copy
 */
record CopyReport(CopyResult result) {

    void print(PrintWriter out) {
        Table table = new Table("COPY", "STORE", "OUTCOME", ">SIZE", ">SECONDS", "FILE");
        for (CopyOutcome outcome : result.outcomes()) {
            table.row(
                    outcome.copyId(),
                    outcome.store(),
                    outcome.outcome().word(),
                    outcome.archive().map(it -> Human.bytes(it.bytes())).orElse(""),
                    outcome.archive().map(CopyReport::seconds).orElse(""),
                    outcome.archive().map(CopyOutcome.Archive::file).orElse(""));
        }
        table.print(out);
    }

    /** Whether some stores have the copy and others do not. */
    boolean partly() {
        return !result.complete() && failures().size() < result.outcomes().size();
    }

    /** One line for each reason, and the exit code. */
    int sayFailures(Screen screen) {
        List<CopyOutcome> failed = failures();
        failed.stream().map(CopyReport::sentence).distinct().forEach(screen::say);
        if (partly()) {
            return ErrorLines.PARTLY;
        }
        return ErrorLines.worst(failed.stream()
                .flatMap(outcome -> outcome.failure().stream())
                .mapToInt(failure -> failure.reason().exitCode())
                .toArray());
    }

    private List<CopyOutcome> failures() {
        return result.outcomes().stream()
                .filter(outcome -> outcome.outcome() == Outcome.FAILED)
                .toList();
    }

    private static String sentence(CopyOutcome outcome) {
        CopyOutcome.Failure failure = outcome.failure().orElseThrow();
        return ErrorLines.sentence(failure.reason(), failure.summary(), failure.hint());
    }

    private static String seconds(CopyOutcome.Archive archive) {
        return archive.transferSeconds().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%.1f",
                        archive.transferSeconds().getAsDouble()
                                + archive.proofSeconds().orElse(0))
                : "";
    }
}
