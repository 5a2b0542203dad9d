package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Kamelets as files: in the catalog's style, true to the program and to docs/kamelets.md. */
class KameletFilesTest {

    private static final Map<String, String> TO_A_BUCKET = Map.of("bucket", "acme", "region", "eu-west-1");

    /** What reads the parameters of each. */
    private static final Map<String, Consumer<KameletParameters>> READERS = Map.of(
            "offsite-copy-snapshot-action", new KameletCopy()::configure,
            "offsite-restore-snapshot-action", new KameletRestore()::configure,
            "offsite-events-source",
                    given -> {
                        KameletEvents.queue(given);
                        KameletEvents.configuration(given);
                    });

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
        assertThat(file.faults(read(file))).isEmpty();
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

        assertThat(KameletFile.of(good.fileName(), text).faults(read(good)))
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

    /** The names of all the parameters that the program asks for, be it a bucket or a directory. */
    private static Set<String> read(KameletFile file) {
        Set<String> asked = new TreeSet<>();
        for (Map<String, String> place : List.of(Map.of("directory", "/copies"), TO_A_BUCKET)) {
            Map<String, String> given = new HashMap<>(place);
            given.putAll(Map.of("project", "32b6e34b3d91647abb20e7b8", "cluster", "orders", "into", "/restored"));
            given.putAll(Map.of("clientId", "id", "clientSecret", "secret", "brokerUrl", "tcp://127.0.0.1:1"));
            file.parameters().properties().stream()
                    .filter(one -> one.getValue().has("default"))
                    .forEach(one -> given.put(
                            one.getKey(), one.getValue().path("default").asText()));
            READERS.get(file.name()).accept(new KameletParameters(file.name(), name -> {
                asked.add(name);
                return given.get(name);
            }));
        }
        return asked;
    }
}
