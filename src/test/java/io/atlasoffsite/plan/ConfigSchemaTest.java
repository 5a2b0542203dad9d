package io.atlasoffsite.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([^`]+)` \\| (.+?) \\| (required|–|`.*?`) \\| (.+) \\|$");

    private final ConfigSchema schema = ConfigSchema.load();

    @Test
    void everyKeyHasATitleAndADescription() {
        keys().forEach((key, described) -> {
            assertThat(described.path("title").asText()).as(key).isNotBlank();
            assertThat(described.path("description").asText()).as(key).isNotBlank();
        });
    }

    @Test
    void everyMappingRefusesUnknownKeys() {
        List<JsonNode> mappings = new ArrayList<>();
        collectMappings(schema.root(), mappings);

        assertThat(mappings)
                .hasSizeGreaterThan(15)
                .allSatisfy(mapping -> assertThat(
                                mapping.path("additionalProperties").asBoolean(true))
                        .isFalse());
    }

    @Test
    void theTableOfTheDocumentIsTheSchema() throws IOException {
        Map<String, List<String>> documented = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs/configuration.md")));
        while (row.find()) {
            documented.put(row.group(1), List.of(row.group(3), row.group(4)));
        }
        Map<String, List<String>> known = new LinkedHashMap<>();
        keys().forEach((key, described) -> known.put(
                key, List.of(preset(described), described.path("description").asText())));

        assertThat(documented).isEqualTo(known);
    }

    @Test
    void theAdmittedOptionsAreThoseOfTheSchema() {
        JsonNode options = schema.root().at("/$defs/store/properties/options/properties");
        TreeSet<String> names = new TreeSet<>();
        options.fieldNames().forEachRemaining(names::add);

        assertThat(names).containsExactlyElementsOf(S3StoreConfig.ADMITTED_OPTIONS);
    }

    @Test
    void theSchemasWordsForKindsAreTheEnums() {
        List<String> words = new ArrayList<>();
        schema.root().at("/$defs/plan/properties/kind/enum").forEach(word -> words.add(word.asText()));

        assertThat(words)
                .allSatisfy(word -> assertThat(ClusterKind.ofWord(word)).isPresent());
        assertThat(words).hasSameSizeAs(ClusterKind.values());
    }

    private static String preset(JsonNode described) {
        if (described.path("isRequired").asBoolean()) {
            return "required";
        }
        JsonNode preset = described.path("default");
        if (preset.isMissingNode()) {
            return "–";
        }
        String text = preset.isTextual() && !preset.textValue().isEmpty()
                ? preset.textValue()
                : preset.toString().replace(",", ", ");
        return "`" + text + "`";
    }

    private Map<String, JsonNode> keys() {
        Map<String, JsonNode> keys = new LinkedHashMap<>();
        collectKeys("", schema.root(), keys);
        return keys;
    }

    private void collectKeys(String path, JsonNode mapping, Map<String, JsonNode> keys) {
        List<String> required = new ArrayList<>();
        mapping.path("required").forEach(key -> required.add(key.asText()));
        mapping.path("properties").properties().forEach(entry -> {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            JsonNode described = schema.resolved(entry.getValue());
            keys.put(key, marked(described, required.contains(entry.getKey())));
            collectKeys(key, described, keys);
        });
        mapping.path("patternProperties").forEach(named -> collectKeys(path + ".<name>", schema.resolved(named), keys));
        if (mapping.has("items")) {
            collectKeys(path + "[]", schema.items(mapping), keys);
        }
    }

    private static JsonNode marked(JsonNode described, boolean required) {
        ObjectNode copy = described.deepCopy();
        return copy.put("isRequired", required);
    }

    private static void collectMappings(JsonNode node, List<JsonNode> mappings) {
        if (node.path("type").asText().equals("object")) {
            mappings.add(node);
        }
        node.forEach(below -> collectMappings(below, mappings));
    }
}
