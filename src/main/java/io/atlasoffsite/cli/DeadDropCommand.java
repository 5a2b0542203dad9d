package io.atlasoffsite.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite dead drop}. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = "Removes dead letters for good; their requests are lost.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite dead drop 3f2a9c41 77b0",
            "  offsite dead drop --reason invalid-request",
            "  offsite dead drop --all --json"
        })
final class DeadDropCommand implements Callable<Integer> {

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
        return LetterResults.ofEach(choice, Installation.load(options), Screen.of(spec), json, DeadDropCommand::drop);
    }

    private static String drop(DeadLetters letters, FoundLetter found) {
        letters.drop(found);
        return "dropped";
    }
}
