package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Kamelets as files: in the catalog's style, true to the program and to docs/kamelets.md. */
class KameletFilesTest {

    /** The classes that read the parameters of each. */
    private static final Map<String, List<String>> READERS = Map.of(
            "offsite-copy-snapshot-action", List.of("KameletConfig#forCopies", "KameletConfig", "KameletCopy"),
            "offsite-restore-snapshot-action", List.of("KameletConfig#forRestores", "KameletConfig", "KameletRestore"),
            "offsite-events-source", List.of("KameletEvents"));

    private static final Path SOURCES = Path.of("src/main/java/io/atlasoffsite/guest");
    private static final Pattern READ = Pattern.compile(
            "(?:parameters\\(?\\)?|given)\\s*\\.(?:text|required)\\(\"([A-Za-z]+)\"\\)|(?<![.])\\bput\\([^;\"]*((?:\"[A-Za-z]+\",?\\s*)+)\\)");

    static List<KameletFile> files() throws IOException {
        return KameletFile.all();
    }

    @Test
    void thereAreThree() throws IOException {
        assertThat(files()).extracting(KameletFile::name).containsExactlyInAnyOrderElementsOf(READERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothingIsWrongWithIt(KameletFile file) throws IOException {
        assertThat(file.faults(read(file.name()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: offsite-copy-snapshot-action | name: offsite-copy-action | the file is not called",
                "kind: Kamelet | kind: Camelet | kind",
                "camel.apache.org/provider | camel.apache.org/provider2 | no annotation",
                "type: \"action\" | type: \"sink\" | does not end with the type",
                "title: Client Secret | title: '' | clientSecret has no title",
                "The client secret of the service account. | '' | clientSecret has no description",
                "clientSecret: | clientSecretOther: | declared are",
                "        format: password | '' | is a secret and no password",
                "      - cluster | '      - clusters' | what is required is not declared",
                "default: auto | default: none | none of its values",
                "{{routeId}} | {{clientSecret}} | is pasted into the template"
            })
    void aPlantedFaultIsFound(String right, String wrong, String fault) throws IOException {
        KameletFile good = files().get(0);
        String text = good.text().replace(right, wrong);
        assertThat(text).isNotEqualTo(good.text());

        assertThat(KameletFile.of(good.fileName(), text).faults(read(good.name())))
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    @Test
    void theVersionsOfItsDependenciesAreThoseOfThePom() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String ours = found(pom, "<artifactId>atlas-offsite</artifactId>\\s*<version>([^<]+)<");
        String artemis = found(pom, "<artemis.version>([^<]+)<");

        assertThat(files())
                .allSatisfy(file -> assertThat(dependencies(file))
                        .contains("camel:kamelet", "mvn:io.atlasoffsite:atlas-offsite:" + ours));
        assertThat(files())
                .filteredOn(file -> file.name().equals("offsite-events-source"))
                .allSatisfy(file -> assertThat(dependencies(file))
                        .contains("camel:jms", "mvn:org.apache.artemis:artemis-jakarta-client:" + artemis));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theTableOfTheDocumentIsTheFile(KameletFile file) throws IOException {
        String document = Files.readString(Path.of("docs/kamelets.md"));
        String section = found(document, "(?s)\n## `" + file.name() + "`\n(.*?)(?=\n## |$)");
        List<String> rows =
                section.lines().filter(line -> line.startsWith("| `")).toList();

        List<String> expected = new ArrayList<>();
        file.parameters().properties().forEach(one -> expected.add(row(file, one.getKey(), one.getValue())));
        assertThat(rows).isEqualTo(expected);
    }

    private static String row(KameletFile file, String name, JsonNode parameter) {
        String preset = file.required().contains(name)
                ? "required"
                : parameter.has("default") ? "`" + parameter.path("default").asText() + "`" : "–";
        return "| `" + name + "` | " + preset + " | "
                + parameter.path("description").asText() + " |";
    }

    private static List<String> dependencies(KameletFile file) {
        List<String> all = new ArrayList<>();
        file.tree().path("spec").path("dependencies").forEach(one -> all.add(one.asText()));
        return all;
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    /** The names of parameters that the sources ask for. */
    private static Set<String> read(String kamelet) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String reader : READERS.get(kamelet)) {
            String[] part = reader.split("#");
            String source = Files.readString(SOURCES.resolve(part[0] + ".java"));
            String common = source.replaceAll("(?s)    OffsiteConfig for\\w+\\(\\) \\{.*?\n    }\n", "");
            String wanted = part.length == 1
                    ? common
                    : found(source, "(?s)(    OffsiteConfig " + part[1] + "\\(\\) \\{.*?\n    }\n)");
            Matcher matcher = READ.matcher(wanted);
            while (matcher.find()) {
                String[] some = (matcher.group(1) == null ? matcher.group(2) : matcher.group(1)).split("[^A-Za-z]+");
                Set.of(some).stream().filter(name -> !name.isEmpty()).forEach(names::add);
            }
        }
        return names;
    }
}
