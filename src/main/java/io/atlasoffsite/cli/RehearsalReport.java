package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.route.RehearsalResult;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.RehearsalRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Rehearsals as people and programs read them.
 *
 * @param results what came of each
 */
record RehearsalReport(List<RehearsalResult> results) {

    void print(Screen screen) {
        Table table = new Table("CLUSTER", "COPY", "STORE", "OUTCOME", ">SIZE", ">SECONDS", ">COMMAND");
        for (RehearsalResult result : results) {
            RehearsalRecord record = result.record();
            table.row(
                    record.place().cluster(),
                    record.copyId().map(CopyId::toString).orElse(""),
                    record.store(),
                    record.outcome().word(),
                    Human.bytes(record.archives().stream()
                            .mapToLong(RehearsalRecord.Archive::extractedBytes)
                            .sum()),
                    seconds(record.seconds()),
                    record.command().map(command -> seconds(command.seconds())).orElse(""));
        }
        table.print(screen.out());
        results.forEach(result -> result.kept().ifPresent(where -> screen.line("kept in " + where)));
    }

    ArrayNode toTree() {
        ArrayNode list = new Json().list();
        results.forEach(result -> {
            ObjectNode tree = result.record().toTree();
            result.kept().ifPresent(where -> tree.put("kept", where.toString()));
            list.add(tree);
        });
        return list;
    }

    /** One line for each reason, with what the command printed, and the exit code. */
    int judge(Screen screen) {
        List<RehearsalRecord> failed = results.stream()
                .map(RehearsalResult::record)
                .filter(record -> record.failure().isPresent())
                .toList();
        failed.stream().map(RehearsalReport::sentence).distinct().forEach(screen::say);
        if (!failed.isEmpty() && failed.size() < results.size()) {
            return ErrorLines.PARTLY;
        }
        return ErrorLines.worst(failed.stream()
                .flatMap(record -> record.failure().stream())
                .mapToInt(failure -> reason(failure).exitCode())
                .toArray());
    }

    private static String sentence(RehearsalRecord record) {
        RehearsalRecord.Failure failure = record.failure().orElseThrow();
        String said = record.command()
                .map(RehearsalRecord.Command::output)
                .flatMap(RehearsalReport::lastLine)
                .map(line -> " (it said: " + line + ")")
                .orElse("");
        return ErrorLines.sentence(reason(failure), failure.summary() + said, failure.hint());
    }

    private static Optional<String> lastLine(String output) {
        return output.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((one, next) -> next);
    }

    private static Reason reason(RehearsalRecord.Failure failure) {
        return Reason.ofCode(failure.reason()).orElse(Reason.UNEXPECTED);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
