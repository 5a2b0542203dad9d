package io.atlasoffsite.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code offsite} command. */
@Command(
        name = "offsite",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        description = "Offsite copies of MongoDB Atlas snapshots, and restores from them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.class,
            CopyCommand.class,
            DeadCommand.class,
            DemoCommand.class,
            ListCommand.class,
            RehearseCommand.class,
            RestoreCommand.class,
            RestoreInAtlasCommand.class,
            RunCommand.class,
            SandboxCommand.class,
            SnapshotsCommand.class,
            StatusCommand.class,
            VerifyCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:unexpected",
            "2:wrong usage",
            "3:the configuration is not in order",
            "4:refused by Atlas or a guard",
            "5:Atlas, the broker or a store is unavailable; try later",
            "6:something is not whole",
            "7:partly done",
            "8:unhealthy",
            "130:interrupted"
        })
public final class Main {

    private static final int HELP_WIDTH = 100;

    private final boolean terminal;

    private Main(boolean terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param arguments as typed
     */
    public static void main(String[] arguments) {
        Logs.configure();
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(line(Terminals.stderr(), out, err).execute(arguments));
    }

    /** Runs one command with nobody watching and answers its exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return line(false, out, err).execute(arguments);
    }

    /** Whether stderr is a terminal. */
    boolean terminal() {
        return terminal;
    }

    private static CommandLine line(boolean terminal, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main(terminal));
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler(new ErrorLines());
        line.setParameterExceptionHandler(new UsageLines());
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getSubcommands().values().forEach(Main::sayVersion);
        return line;
    }

    private static void sayVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new Versions());
        command.getSubcommands().values().forEach(Main::sayVersion);
    }
}
