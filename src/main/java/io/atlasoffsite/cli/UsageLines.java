package io.atlasoffsite.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Says in one line what was wrong with the way a command was called, and where its help is. */
final class UsageLines implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        // Of options of which one must be chosen picocli says so itself, as no other message does.
        String problem =
                failure.getMessage().strip().replaceFirst("^Error: ", "").replaceAll("\\s*\\R\\s*", "; ");
        ErrorLines.line(
                line.getErr(), problem + "; try " + line.getCommandSpec().qualifiedName() + " --help");
        return ErrorLines.USAGE;
    }
}
