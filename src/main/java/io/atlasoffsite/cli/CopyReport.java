package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Outcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A copy's result as people read it.
 *
 * @param result what became of the copy
 * @param beyond what failed when the copies were there already, so that no store tells of it
 */
record CopyReport(CopyResult result, List<OffsiteException> beyond) {

    /** The report of one copy, however it ended. */
    static CopyReport of(CopyResult result, Optional<OffsiteException> failure) {
        return new CopyReport(
                result,
                failure
                        .filter(why -> result.outcomes().stream()
                                .flatMap(outcome -> outcome.failure().stream())
                                .noneMatch(told -> told.summary().equals(why.getMessage())))
                        .stream()
                        .toList());
    }

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
        beyond.stream().map(ErrorLines::sentence).distinct().forEach(screen::say);
        if (partly()) {
            return ErrorLines.PARTLY;
        }
        return ErrorLines.worst(Stream.concat(
                        failed.stream()
                                .flatMap(outcome -> outcome.failure().stream())
                                .map(CopyOutcome.Failure::reason),
                        beyond.stream().map(OffsiteException::reason))
                .mapToInt(Reason::exitCode)
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
