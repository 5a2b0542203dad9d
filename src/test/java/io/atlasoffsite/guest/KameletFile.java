package io.atlasoffsite.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One Kamelet as it is written, and what is wrong with it. */
record KameletFile(String fileName, JsonNode tree, String text) {

    private static final Path FOLDER = Path.of("src/main/resources/kamelets");
    private static final String ENDING = ".kamelet.yaml";
    private static final Set<String> SECRETS =
            Set.of("clientSecret", "privateKey", "accessKey", "secretKey", "proxy", "password");
    private static final Set<String> ANNOTATIONS = Set.of(
            "camel.apache.org/kamelet.support.level",
            "camel.apache.org/catalog.version",
            "camel.apache.org/kamelet.icon",
            "camel.apache.org/provider",
            "camel.apache.org/kamelet.group",
            "camel.apache.org/kamelet.namespace");

    static List<KameletFile> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<KameletFile> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                all.add(of(file.getFileName().toString(), Files.readString(file)));
            }
            return all;
        }
    }

    static KameletFile of(String fileName, String text) throws IOException {
        return new KameletFile(fileName, new YAMLMapper().readTree(text), text);
    }

    String name() {
        return tree.path("metadata").path("name").asText();
    }

    JsonNode parameters() {
        return tree.path("spec").path("definition").path("properties");
    }

    Set<String> required() {
        Set<String> names = new TreeSet<>();
        tree.path("spec").path("definition").path("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    /**
     * What is wrong with it.
     *
     * @param read the parameters that the program reads
     */
    List<String> faults(Set<String> read) {
        List<String> faults = new ArrayList<>();
        check(faults, fileName.equals(name() + ENDING), "the file is not called as the Kamelet");
        check(faults, tree.path("apiVersion").asText().equals("camel.apache.org/v1"), "apiVersion");
        check(faults, tree.path("kind").asText().equals("Kamelet"), "kind");
        check(
                faults,
                name().endsWith("-"
                        + tree.at("/metadata/labels/camel.apache.org~1kamelet.type")
                                .asText()),
                "the name does not end with the type");
        ANNOTATIONS.forEach(annotation -> check(
                faults,
                !tree.path("metadata")
                        .path("annotations")
                        .path(annotation)
                        .asText()
                        .isBlank(),
                "no annotation " + annotation));
        JsonNode definition = tree.path("spec").path("definition");
        check(faults, !definition.path("title").asText().isBlank(), "no title");
        check(faults, !definition.path("description").asText().isBlank(), "no description");
        check(faults, definition.path("type").asText().equals("object"), "type is not object");
        check(faults, !required().isEmpty(), "nothing is required");
        parameters().properties().forEach(one -> parameter(faults, one.getKey(), one.getValue()));
        Set<String> declared = new TreeSet<>();
        parameters().fieldNames().forEachRemaining(declared::add);
        check(faults, declared.containsAll(required()), "what is required is not declared");
        check(
                faults,
                declared.equals(new TreeSet<>(read)),
                "declared are " + declared + ", read are " + new TreeSet<>(read));
        template(faults, declared);
        return faults;
    }

    private void parameter(List<String> faults, String name, JsonNode parameter) {
        check(faults, !parameter.path("title").asText().isBlank(), name + " has no title");
        check(faults, parameter.path("description").asText().endsWith("."), name + " has no description");
        check(
                faults,
                Set.of("string", "boolean").contains(parameter.path("type").asText()),
                name + " has no type");
        boolean hidden = parameter.path("format").asText().equals("password")
                && parameter.path("x-descriptors").toString().contains("com.tectonic.ui:password")
                && parameter.path("x-descriptors").toString().contains("urn:camel:group:credentials");
        check(faults, SECRETS.contains(name) == hidden, name + " is a secret and no password, or the other way round");
        check(
                faults,
                !required().contains(name) || parameter.path("default").isMissingNode(),
                name + " is required and has a default");
        JsonNode choice = parameter.path("enum");
        check(
                faults,
                choice.isMissingNode()
                        || choice.toString()
                                .contains("\"" + parameter.path("default").asText() + "\""),
                "the default of " + name + " is none of its values");
    }

    /** No parameter may get into the text of an endpoint, an expression or a bean: there its value could mean something. */
    private void template(List<String> faults, Set<String> declared) {
        String template = tree.path("spec").path("template").toString();
        Matcher placeholder = Pattern.compile("\\{\\{\\??([A-Za-z.-]+)").matcher(template);
        while (placeholder.find()) {
            check(
                    faults,
                    !declared.contains(placeholder.group(1)),
                    placeholder.group(1) + " is pasted into the template");
        }
        check(faults, template.contains("{{routeId}}"), "nobody is told the route's id");
    }

    private static void check(List<String> faults, boolean right, String fault) {
        if (!right) {
            faults.add(fault);
        }
    }
}
