package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RestoreOutcome;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.plan.RestoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps by which something else takes over when a directory is there: an endpoint, and a command. What fails in them leaves the restore
 * as it is. Thread safe.
 */
final class HandOverRestore {

    private static final Logger LOG = LoggerFactory.getLogger(HandOverRestore.class);

    private final RestoreConfig restore;
    private final CommandRun commands;
    private final Json json;

    HandOverRestore(RestoreConfig restore, CommandRun commands, Json json) {
        this.restore = restore;
        this.commands = commands;
        this.json = json;
    }

    /** Puts what an endpoint is told into a variable: the {@link RestoreResult} of the body as JSON. */
    void describe(Exchange exchange) {
        exchange.setVariable(Variables.RESTORED, text(Exchanges.body(exchange, RestoreResult.class)));
    }

    /** Runs the command of offsite.yaml, if there is one. Body in: the {@link RestoreResult}; it stays. */
    void run(Exchange exchange) throws IOException, InterruptedException {
        if (restore.then().isEmpty()) {
            return;
        }
        RestoreConfig.Then then = restore.then().get();
        Path into = RestoreWork.of(exchange).task().into();
        RestoreResult result = Exchanges.body(exchange, RestoreResult.class);
        RestoreOutcome.Unpacked outcome = (RestoreOutcome.Unpacked) result.outcome();
        CommandRun.Ended ended = ended(
                new CommandRun.Command(
                        then.command(),
                        then.timeout(),
                        Map.of(
                                "OFFSITE_RESTORE_DIRECTORY",
                                into.toString(),
                                "OFFSITE_COPY_ID",
                                result.subject().what(),
                                "OFFSITE_MONGODB_VERSION",
                                outcome.mongodbVersion()),
                        into,
                        text(result)),
                into);
        LOG.info("restore.then ended with exit code {}, it printed: {}", ended.exit(), ended.output());
        if (!ended.good()) {
            throw failed(
                            into,
                            ended.timedOut()
                                    ? "was killed after " + then.timeout().toSeconds() + " s"
                                    : "ended with exit code " + ended.exit())
                    .build();
        }
    }

    private CommandRun.Ended ended(CommandRun.Command command, Path into) throws IOException, InterruptedException {
        try {
            return commands.run(command);
        } catch (IOException unstarted) {
            throw failed(into, "cannot be started").cause(unstarted).build();
        }
    }

    private static OffsiteException.Builder failed(Path into, String how) {
        return OffsiteException.because(
                        Reason.UNEXPECTED,
                        "the copy is restored into " + into + ", but the command of restore.then " + how)
                .hint(
                        "look at the log for what it printed, then replay the letter: the directory is found, and the command runs again");
    }

    private String text(RestoreResult result) {
        return json.write(result.toTree(json));
    }
}
