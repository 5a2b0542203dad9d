package io.atlasoffsite.cli;

import io.atlasoffsite.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which letters are meant, as typed. Filled by picocli. */
final class LetterChoice {

    private static final int CANDIDATES = 5;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "ids of letters; a beginning that fits one is enough")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "all letters")
    private boolean all;

    @Option(names = "--reason", paramLabel = "REASON", description = "all letters of this reason")
    private Optional<String> reason = Optional.empty();

    /** Refuses a choice of nothing, and one that contradicts itself. */
    void check() {
        int ways = (ids.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (reason.isPresent() ? 1 : 0);
        if (ways != 1) {
            throw CommandFailure.usage("say which letters: their ids, or --all, or --reason REASON, one of the three");
        }
        reason.ifPresent(LetterChoice::reason);
    }

    List<FoundLetter> of(DeadLetters letters) {
        if (ids.isEmpty()) {
            return letters.list(reason.map(LetterChoice::reason));
        }
        List<FoundLetter> there = letters.list(Optional.empty());
        List<FoundLetter> chosen = new ArrayList<>();
        ids.forEach(id -> chosen.add(one(id, there)));
        return chosen.stream().distinct().toList();
    }

    static Reason reason(String text) {
        return Reason.ofCode(text)
                .orElseThrow(() -> CommandFailure.usage(
                        "\"" + Table.plain(text) + "\" is no reason; there are " + DeadLetters.reasons()));
    }

    /** The one letter whose id begins so. */
    static FoundLetter one(String id, List<FoundLetter> letters) {
        List<FoundLetter> fitting = letters.stream()
                .filter(found -> !id.isEmpty() && found.id().startsWith(id))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String shown = "\"" + Table.plain(id) + "\"";
        if (fitting.isEmpty()) {
            throw CommandFailure.refused(
                    "no dead letter has an id that begins with " + shown + "; offsite dead list shows those there are");
        }
        String candidates = String.join(
                ", ", fitting.stream().limit(CANDIDATES).map(FoundLetter::id).toList());
        throw CommandFailure.usage(Human.count(fitting.size(), "letter begins", "letters begin") + " with " + shown
                + "; give more of the id: " + candidates);
    }
}
