package io.atlasoffsite.cli;

import io.atlasoffsite.message.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command writes.
 *
 * @param out what was asked for, and with {@code --json} nothing else
 * @param err everything else
 * @param terminal true when somebody watches stderr
 */
record Screen(PrintWriter out, PrintWriter err, boolean terminal) {

    static Screen of(CommandSpec spec) {
        boolean terminal = spec.root().userObject() instanceof Main main && main.terminal();
        return new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), terminal);
    }

    void json(Object value) {
        out.println(new Json().writePretty(value));
        out.flush();
    }

    void line(String text) {
        out.println(Table.plain(text));
        out.flush();
    }

    /** Something the caller has to know; one line. */
    void say(String sentence) {
        ErrorLines.line(err, sentence);
    }
}
