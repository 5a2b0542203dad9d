package io.atlasoffsite.cli;

import java.nio.file.Path;

/**
 * A command cannot do what it was asked, for a reason of its own. Its text is one sentence for people, free of secrets: what,
 * where, and what to do next.
 */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** Something was asked in a way that makes no sense (2). */
    static CommandFailure usage(String sentence) {
        return new CommandFailure(ErrorLines.USAGE, sentence);
    }

    /** The configuration asks for what this machine cannot do (3). */
    static CommandFailure configuration(String sentence) {
        return new CommandFailure(ErrorLines.CONFIGURATION, sentence);
    }

    /** Something named does not exist (4). */
    static CommandFailure refused(String sentence) {
        return new CommandFailure(ErrorLines.REFUSED, sentence);
    }

    /** Something is away that may be there later (5). */
    static CommandFailure unavailable(String sentence) {
        return new CommandFailure(ErrorLines.UNAVAILABLE, sentence);
    }

    /** The data directory cannot be used (5). */
    static CommandFailure data(Path directory) {
        return unavailable("the data directory " + directory
                + " cannot be written; make it writable, or name another with --data");
    }

    int exitCode() {
        return exitCode;
    }
}
