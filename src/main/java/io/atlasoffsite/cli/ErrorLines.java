package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.plan.ConfigException;
import io.atlasoffsite.route.Failures;
import jakarta.jms.JMSException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one sentence on stderr and an exit code; where it came from is shown with {@code --debug} only. */
final class ErrorLines implements IExecutionExceptionHandler {

    static final int UNEXPECTED = 1;
    static final int USAGE = 2;
    static final int CONFIGURATION = 3;
    static final int REFUSED = 4;
    static final int UNAVAILABLE = 5;
    static final int INTEGRITY = 6;
    static final int PARTLY = 7;
    static final int UNHEALTHY = 8;
    static final int INTERRUPTED = 130;

    private static final Set<Reason> ADVISED =
            EnumSet.of(Reason.STORE_UNAVAILABLE, Reason.STORE_REFUSED, Reason.STORE_FULL);

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        int code = say(failure, err);
        if (parsed.originalArgs().contains("--debug")) {
            failure.printStackTrace(err);
        }
        return code;
    }

    /** Says what went wrong and answers the exit code for it. */
    static int say(Throwable failure, PrintWriter err) {
        if (failure instanceof ConfigException configuration) {
            configuration.problems().forEach(problem -> line(err, problem.toString()));
            return CONFIGURATION;
        }
        if (failure instanceof CommandFailure ours) {
            line(err, ours.getMessage());
            return ours.exitCode();
        }
        Optional<OffsiteException> known = Failures.known(failure);
        if (known.isPresent()) {
            line(err, sentence(known.get()));
            return brokers(failure) ? UNAVAILABLE : known.get().reason().exitCode();
        }
        if (Failures.interrupted(failure)) {
            line(err, "interrupted; what is unfinished is cleaned up at the next start");
            return INTERRUPTED;
        }
        line(
                err,
                "an unexpected " + failure.getClass().getSimpleName()
                        + " stopped the command; run it again with --debug to see where");
        return UNEXPECTED;
    }

    /** A broker has no reason of its own, because a letter about it could not be sent. */
    static boolean brokers(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JMSException) {
                return true;
            }
        }
        return false;
    }

    /** A failure and its hint in one line. */
    static String sentence(OffsiteException failure) {
        return sentence(failure.reason(), failure.getMessage(), failure.hint());
    }

    /** A text and what to do about it. What a store's client says has its advice in it, and the hint is for letters. */
    static String sentence(Reason reason, String text, String hint) {
        String open = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return hint.isEmpty() || ADVISED.contains(reason) ? open : open + "; " + hint;
    }

    /** One line of stderr; control characters from outside do nothing to the terminal. */
    static void line(PrintWriter err, String sentence) {
        err.println("offsite: " + Table.plain(sentence));
        err.flush();
    }

    /** Of several exit codes the one that says the worst: anything but done beats done, and the highest wins. */
    static int worst(int... codes) {
        return Arrays.stream(codes).max().orElse(0);
    }
}
