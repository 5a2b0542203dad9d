package io.atlasoffsite.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite dead replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Sends the requests of dead letters to the queue again and removes the letters.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite dead replay 3f2a9c41 77b0",
            "  offsite dead replay --reason throttled",
            "  offsite dead replay --all --json"
        })
final class DeadReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Mixin
    private LetterChoice choice;

    @Option(names = "--json", description = "print one JSON array, an object for each letter")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Logs.level(false, options.debug());
        choice.check();
        return LetterResults.ofEach(
                choice, Installation.load(options), Screen.of(spec), json, DeadReplayCommand::replay);
    }

    private static String replay(DeadLetters letters, FoundLetter found) {
        return letters.replay(found) == DeadLetters.Replay.REPLAYED ? "replayed" : "replayed before";
    }
}
