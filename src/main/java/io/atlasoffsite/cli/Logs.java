package io.atlasoffsite.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Sets the process's log: how much, and what is masked. Does nothing where the host brought another logging backend. */
final class Logs {

    private static final String CONFIGURATION = "logback.configurationFile";
    private static final String LEVEL = "offsite.log.level";

    private static final String COMMONS_LOGGING = "org.apache.commons.logging.LogFactory";

    private Logs() {}

    /** To be called before the first logger is made. */
    static void configure() {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "atlas-offsite/logback.xml");
        }
        // Two libraries bring a Commons Logging each; finding the other one, one of them would say so on stdout.
        if (System.getProperty(COMMONS_LOGGING) == null) {
            System.setProperty(COMMONS_LOGGING, "org.apache.commons.logging.impl.LogFactoryImpl");
        }
    }

    static void mask(Secrets secrets) {
        backend().ifPresent(context -> context.putObject(LogMask.SECRETS, secrets));
    }

    /** Commands say what they have to say themselves; a service logs. Debugging shows more of this project, not of all libraries. */
    static void level(boolean service, boolean debug) {
        Level others = Level.toLevel(System.getProperty(LEVEL), service || debug ? Level.INFO : Level.ERROR);
        Level ours = debug && others.isGreaterOrEqual(Level.DEBUG) ? Level.DEBUG : others;
        backend().ifPresent(context -> {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(others);
            context.getLogger("io.atlasoffsite").setLevel(ours);
        });
    }

    private static Optional<LoggerContext> backend() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                ? Optional.of(context)
                : Optional.empty();
    }
}
