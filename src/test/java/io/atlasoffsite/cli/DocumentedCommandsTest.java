package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every command line that README and docs show as one to type is one the program understands. */
class DocumentedCommandsTest {

    private static final Pattern COMMAND =
            Pattern.compile("^ {4}(?:\\./)?offsite ((?:.*\\\\\\n)*.*)$", Pattern.MULTILINE);

    static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        try (Stream<Path> files = Stream.concat(Stream.of(Path.of("README.md")), Files.walk(Path.of("docs")))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                Matcher command = COMMAND.matcher(Files.readString(file));
                while (command.find()) {
                    commands.add(command.group(1).replaceAll("\\\\\\n", " ").replaceFirst("\\s#.*", ""));
                }
            }
        }
        return commands;
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itIsUnderstood(String command) {
        List<String> words = List.of(command.strip().split("\\s+"));
        Map<String, CommandLine> commands =
                CommandSpec.forAnnotatedObject(Main.class).subcommands();

        assertThat(commands).containsKey(words.get(0));
        // "…" stands for what somebody has to fill in.
        if (!words.contains("…")) {
            CommandLine meant = commands.get(words.get(0));
            assertThatCode(() -> meant.parseArgs(words.stream().skip(1).toArray(String[]::new)))
                    .doesNotThrowAnyException();
        }
    }
}
