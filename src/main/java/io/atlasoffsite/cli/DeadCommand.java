package io.atlasoffsite.cli;

import picocli.CommandLine.Command;

/** {@code offsite dead}: requests that could not be done. */
@Command(
        name = "dead",
        mixinStandardHelpOptions = true,
        description =
                "Lists, shows, replays and drops dead letters, on the configured broker or in the running service.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DeadListCommand.class, DeadShowCommand.class, DeadReplayCommand.class, DeadDropCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite dead list --reason throttled",
            "  offsite dead show 3f2a9c41",
            "  offsite dead replay 3f2a9c41 77b0",
            "  offsite dead drop --reason invalid-request"
        })
final class DeadCommand {}
