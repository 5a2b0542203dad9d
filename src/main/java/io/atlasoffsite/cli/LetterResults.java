package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** What became of several letters; one that cannot be dealt with stops none of the others. Not thread safe. */
final class LetterResults {

    private final Screen screen;
    private final List<Result> results = new ArrayList<>();

    private LetterResults(Screen screen) {
        this.screen = screen;
    }

    private record Result(String id, String outcome, String problem, int exitCode) {}

    /** Deals with every letter that was chosen, says what became of each, and answers the exit code. */
    static int ofEach(
            LetterChoice choice,
            Installation installation,
            Screen screen,
            boolean json,
            BiFunction<DeadLetters, FoundLetter, String> deed)
            throws IOException {
        LetterResults results = new LetterResults(screen);
        try (BrokerSession session = BrokerSession.open(installation)) {
            DeadLetters letters = new DeadLetters(session, installation.config());
            for (FoundLetter found : choice.of(letters)) {
                results.note(found, () -> deed.apply(letters, found));
            }
        }
        return results.finish(json);
    }

    /** Deals with a letter; the broker going away stops everything. */
    private void note(FoundLetter found, Supplier<String> deed) {
        try {
            results.add(new Result(found.id(), deed.get(), "", 0));
        } catch (CommandFailure refused) {
            if (refused.exitCode() == ErrorLines.UNAVAILABLE) {
                throw refused;
            }
            results.add(new Result(found.id(), "failed", refused.getMessage(), refused.exitCode()));
        } catch (OffsiteException refused) {
            String problem = "letter " + found.id() + " cannot be replayed: " + ErrorLines.sentence(refused);
            results.add(
                    new Result(found.id(), "failed", problem, refused.reason().exitCode()));
        }
    }

    /** Prints the outcome and answers the exit code. */
    private int finish(boolean json) {
        if (json) {
            screen.json(toTree());
        } else {
            results.stream()
                    .filter(result -> result.exitCode() == 0)
                    .forEach(result -> screen.line(result.outcome() + " " + result.id()));
        }
        List<Result> failed =
                results.stream().filter(result -> result.exitCode() != 0).toList();
        failed.forEach(result -> screen.say(result.problem()));
        if (!json && results.isEmpty()) {
            screen.line("there is no such letter");
        }
        return !failed.isEmpty() && failed.size() < results.size()
                ? ErrorLines.PARTLY
                : ErrorLines.worst(failed.stream().mapToInt(Result::exitCode).toArray());
    }

    private ArrayNode toTree() {
        Json json = new Json();
        ArrayNode list = json.list();
        for (Result result : results) {
            ObjectNode tree = json.object().put("id", result.id()).put("outcome", result.outcome());
            if (result.exitCode() != 0) {
                tree.put("problem", result.problem());
            }
            list.add(tree);
        }
        return list;
    }
}
