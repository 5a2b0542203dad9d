package io.atlasoffsite.cli;

import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.DeadRequest;
import io.atlasoffsite.message.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code offsite dead show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one dead letter: what was asked, what went wrong, what to do.",
        footerHeading = "%nExamples:%n",
        footer = {"  offsite dead show 3f2a9c41", "  offsite dead show 3f2a9c41 --json"})
final class DeadShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Parameters(paramLabel = "ID", description = "the letter's id; a beginning that fits one is enough")
    private String id;

    @Option(names = "--json", description = "print the letter as one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Logs.level(false, options.debug());
        Installation installation = Installation.load(options);
        Screen screen = Screen.of(spec);
        try (BrokerSession session = BrokerSession.open(installation)) {
            DeadLetters letters = new DeadLetters(session, installation.config());
            FoundLetter found = LetterChoice.one(id, letters.list(Optional.empty()));
            if (json) {
                screen.json(found.toTree(new Json()));
            } else {
                print(found, screen);
            }
        }
        return 0;
    }

    private static void print(FoundLetter found, Screen screen) {
        DeadLetter letter = found.letter();
        field(screen, "id", letter.id());
        field(screen, "reason", letter.reason().code() + (letter.retryable() ? ", may work later" : ""));
        field(screen, "summary", letter.summary());
        field(screen, "hint", letter.hint());
        field(screen, "plan", letter.context().plan());
        field(screen, "cluster", letter.context().cluster());
        field(screen, "snapshot", letter.context().snapshotId());
        field(screen, "stores", String.join(", ", letter.context().stores()));
        field(screen, "answer", answer(letter.http()));
        field(screen, "attempts", Integer.toString(letter.attempts()));
        field(screen, "failed", letter.firstFailedAt() + " first, " + letter.lastFailedAt() + " last");
        field(screen, "queue", found.queue());
        field(screen, "request", request(letter.request()));
    }

    private static void field(Screen screen, String name, String value) {
        if (!value.isEmpty()) {
            screen.line(name + " ".repeat(10 - name.length()) + value);
        }
    }

    private static String answer(DeadLetter.Http http) {
        return http.status() == 0 ? "" : (http.status() + " " + http.errorCode() + " " + http.detail()).strip();
    }

    private static String request(DeadRequest request) {
        if (request instanceof DeadRequest.Whole whole) {
            return whole.json();
        }
        DeadRequest.Broken broken = (DeadRequest.Broken) request;
        return "broken, " + broken.bytes() + " bytes, SHA-256 " + broken.sha256() + ", begins: " + broken.head();
    }
}
