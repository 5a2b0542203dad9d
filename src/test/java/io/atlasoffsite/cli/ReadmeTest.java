package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.route.Queues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** Holds what the README says to the program. */
class ReadmeTest {

    private static final Pattern YAML = Pattern.compile("```yaml\\R(.*?)```", Pattern.DOTALL);

    @Test
    void theConfigurationInTheReadmeLoads(@TempDir Path directory) throws IOException {
        Matcher yaml = YAML.matcher(readme());
        assertThat(yaml.find()).isTrue();
        Path file = Files.writeString(
                directory.resolve("offsite.yaml"), yaml.group(1).stripIndent());

        OffsiteConfig config =
                new ConfigLoader(text -> text.replaceAll("\\{\\{env:(\\w+)}}", "value-of-$1")).load(file);

        assertThat(config.plans()).containsOnlyKeys("orders-nightly");
        assertThat(config.plan("orders-nightly").stores()).containsExactly("vault", "disk");
    }

    @Test
    void everyCommandIsInTheReadme() throws IOException {
        String readme = readme();

        assertThat(CommandSpec.forAnnotatedObject(Main.class).subcommands().keySet())
                .filteredOn(command -> !command.equals("help"))
                .allSatisfy(command -> assertThat(readme).contains("| `offsite " + command));
    }

    @Test
    void everyQueueIsWrittenDown() throws IOException {
        String routes = Files.readString(Path.of("docs/routes.md"));

        assertThat(routes).contains(Queues.COPY_REQUESTS, Queues.EVENTS, Queues.DEAD);
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
