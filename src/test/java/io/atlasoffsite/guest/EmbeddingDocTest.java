package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.route.OffsitePack;
import io.atlasoffsite.route.Queues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares docs/embedding.md with the properties the code asks for. */
class EmbeddingDocTest {

    private static final Pattern ROW = Pattern.compile("^\\| `(offsite\\.[^`]+)` \\|", Pattern.MULTILINE);
    private static final Pattern TRACED = Pattern.compile("\\b(offsite\\.[a-z_]+)\\b");
    private static final Pattern ASKED = Pattern.compile("\"(offsite\\.[a-z0-9.-]+)\"");

    @Test
    void everyPropertyThatIsAskedForIsInOneOfTheTablesAndTheOtherWayRound() throws IOException {
        Set<String> embedding = found(ROW, "docs/embedding.md");
        Set<String> routes = found(ROW, "docs/routes.md");
        Set<String> asked = Stream.of("guest", "route")
                .flatMap(EmbeddingDocTest::sources)
                .flatMap(source -> found(ASKED, source).stream())
                .filter(name -> !name.endsWith(".") && !name.endsWith("-"))
                .collect(Collectors.toCollection(TreeSet::new));
        asked.removeAll(routes);
        asked.removeAll(found(TRACED, "docs/operations/tracing.md"));
        asked.removeAll(Queues.all());
        asked.removeAll(Set.of("offsite.yaml", Queues.DEAD));
        asked.add("offsite.stores.<store>.s3-client");

        assertThat(asked).isEqualTo(new TreeSet<>(embedding));
        assertThat(Files.readString(Path.of("src/main/java/io/atlasoffsite/route/S3Clients.java")))
                .contains("\"offsite.stores.\" + store + \".s3-client\"");
    }

    @Test
    void theIncludePatternIsThePacks() throws IOException {
        assertThat(Files.readString(Path.of("docs/embedding.md")))
                .contains("routes-include-pattern=" + OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS);
    }

    private static Stream<String> sources(String folder) {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/atlasoffsite", folder))) {
            return files.map(Path::toString).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Set<String> found(Pattern pattern, String file) {
        try {
            return pattern.matcher(Files.readString(Path.of(file)))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
