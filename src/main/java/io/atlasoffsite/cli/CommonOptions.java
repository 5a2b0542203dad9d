package io.atlasoffsite.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every command takes. Filled by picocli. */
final class CommonOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "config/offsite.yaml",
            description = "the configuration (default: ${DEFAULT-VALUE})")
    private Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "journal, spool and identity of this installation (default: ${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--debug", description = "log more, and show where a failure came from")
    private boolean debug;

    Path config() {
        return config;
    }

    Path data() {
        return data;
    }

    boolean debug() {
        return debug;
    }
}
