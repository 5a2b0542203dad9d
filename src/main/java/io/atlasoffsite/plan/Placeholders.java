package io.atlasoffsite.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces placeholders inside the texts of a parsed tree: after parsing, so that no value can become YAML. Remembers which
 * keys had one, because their values must not be shown.
 */
final class Placeholders {

    private static final Pattern NAME = Pattern.compile("\\{\\{\\??((env|sys|service[.a-z]*):)?([A-Za-z0-9_.-]*)");

    private final UnaryOperator<String> resolver;
    private final Problems problems;
    private final Set<String> resolved = new HashSet<>();

    Placeholders(UnaryOperator<String> resolver, Problems problems) {
        this.resolver = resolver;
        this.problems = problems;
    }

    /** Whether the value of this key came from a placeholder. */
    boolean filled(String key) {
        return resolved.contains(key);
    }

    void resolve(ObjectNode mapping, String path) {
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(mapping.properties());
        for (Map.Entry<String, JsonNode> entry : entries) {
            String key = Keys.of(path, entry.getKey());
            if (entry.getKey().chars().anyMatch(Character::isISOControl)) {
                problems.add(key, "has a control character in its name", "write the key in one line");
            }
            Optional<JsonNode> value = value(entry.getValue(), key);
            if (value.isPresent()) {
                mapping.set(entry.getKey(), value.get());
            } else {
                mapping.remove(entry.getKey());
            }
        }
    }

    private void resolve(ArrayNode sequence, String path) {
        List<JsonNode> values = new ArrayList<>();
        for (int index = 0; index < sequence.size(); index++) {
            value(sequence.get(index), Keys.of(path, index)).ifPresent(values::add);
        }
        sequence.removeAll().addAll(values);
    }

    private Optional<JsonNode> value(JsonNode node, String path) {
        if (node instanceof ObjectNode mapping) {
            resolve(mapping, path);
            return Optional.of(node);
        }
        if (node instanceof ArrayNode sequence) {
            resolve(sequence, path);
            return Optional.of(node);
        }
        if (node.isNull() || node.textValue().isEmpty()) {
            problems.add(path, "has no value", "give one, or remove the key");
            return Optional.empty();
        }
        return scalar(node.textValue(), path).map(TextNode::valueOf);
    }

    private Optional<String> scalar(String written, String path) {
        boolean replaced = written.contains("{{");
        Optional<String> text = replaced ? text(written, path) : Optional.of(written);
        if (replaced) {
            resolved.add(path);
        }
        // Here and not in the schema: there, $ also matches in front of a line break that ends the value.
        if (text.filter(value -> value.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            problems.add(path, "holds a line break or another control character", "remove it; look at the value's end");
        }
        return text;
    }

    /** The resolver's own failure can quote values, so only the placeholder's name is told. */
    private Optional<String> text(String text, String path) {
        try {
            // An optional placeholder without a value makes the whole text null: the key is then not there.
            return Optional.ofNullable(resolver.apply(text));
        } catch (RuntimeException unresolvable) {
            problems.add(
                    path,
                    "the placeholder " + name(text) + " cannot be resolved",
                    "set that variable or property for the process, or write the value here");
            return Optional.empty();
        }
    }

    private static String name(String text) {
        Matcher matcher = NAME.matcher(text);
        return matcher.find() ? Text.sanitized(matcher.group()) + "}}" : "{{…}}";
    }
}
