package io.atlasoffsite.cli;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code offsite demo}: everything on this machine, with a stand-in Atlas; ends by itself. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts a stand-in Atlas and the service, copies two snapshots to disk, proves them, and ends by itself.")
final class DemoCommand implements Callable<Integer> {

    private static final long ARCHIVE_BYTES = 64L << 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, options.debug());
        Path place = DemoPlace.make(options.data().toAbsolutePath().resolve("demo"));
        SandboxOptions atlas =
                SandboxOptions.builder().archiveBytes(ARCHIVE_BYTES).build();
        try (Sandbox sandbox = Sandbox.start(atlas)) {
            Path configuration = DemoPlace.configuration(place, sandbox);
            Installation installation = Installation.load(configuration, place.resolve("data"));
            try (DemoStory story = new DemoStory(
                    installation, sandbox, place, spec.commandLine().getOut())) {
                return story.tell();
            }
        }
    }
}
