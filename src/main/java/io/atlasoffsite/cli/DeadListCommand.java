package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite dead list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists dead letters, the one that failed last first.",
        footerHeading = "%nExamples:%n",
        footer = {"  offsite dead list", "  offsite dead list --reason throttled --json"})
final class DeadListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Option(names = "--reason", paramLabel = "REASON", description = "only letters of this reason")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--json", description = "print one JSON array of whole letters")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Logs.level(false, options.debug());
        Optional<Reason> only = reason.map(LetterChoice::reason);
        Installation installation = Installation.load(options);
        Screen screen = Screen.of(spec);
        try (BrokerSession session = BrokerSession.open(installation)) {
            List<FoundLetter> letters = new DeadLetters(session, installation.config()).list(only);
            if (json) {
                Json writer = new Json();
                ArrayNode list = writer.list();
                letters.forEach(found -> list.add(found.toTree(writer)));
                screen.json(list);
            } else {
                print(letters, screen);
            }
        }
        return 0;
    }

    private static void print(List<FoundLetter> letters, Screen screen) {
        if (!letters.isEmpty()) {
            Table table = new Table("ID", "REASON", "PLAN", "CLUSTER", "FAILED LAST", "RETRYABLE", "SUMMARY");
            letters.stream()
                    .map(FoundLetter::letter)
                    .forEach(letter -> table.row(
                            letter.id(),
                            letter.reason().code(),
                            letter.context().plan(),
                            letter.context().cluster(),
                            Human.time(Optional.of(letter.lastFailedAt())),
                            letter.retryable() ? "yes" : "no",
                            letter.summary()));
            table.print(screen.out());
        }
        long retryable = letters.stream()
                .map(FoundLetter::letter)
                .filter(DeadLetter::retryable)
                .count();
        screen.line(Human.count(letters.size(), "dead letter", "dead letters") + ", " + retryable + " retryable");
    }
}
