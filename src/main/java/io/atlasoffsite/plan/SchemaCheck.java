package io.atlasoffsite.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says in plain words what the schema finds wrong. */
final class SchemaCheck {

    private final ConfigSchema schema;
    private final Placeholders placeholders;
    private final Problems problems;
    private final Set<String> meant = new HashSet<>();

    SchemaCheck(ConfigSchema schema, Placeholders placeholders, Problems problems) {
        this.schema = schema;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    void check(JsonNode tree) {
        // Unknown keys first: a misspelt key should not be called missing too.
        schema.validate(tree).stream()
                .sorted(Comparator.comparing(message -> !message.getType().equals("additionalProperties")))
                .forEach(message -> tell(tree, message));
    }

    private void tell(JsonNode tree, ValidationMessage message) {
        Place place = place(tree, message.getInstanceLocation());
        switch (message.getType()) {
            case "additionalProperties" -> unknown(place, message.getProperty());
            case "required" -> missing(place, message.getProperty());
            case "false" -> problems.add(place.key, "does not belong here", "remove it, or change the type beside it");
            case "type" -> problems.add(place.key, "is no " + kind(place.schema), remedy(place.schema));
            default -> problems.add(place.key, shown(place) + "does not fit", remedy(place.schema));
        }
    }

    private void unknown(Place place, String key) {
        String path = Keys.of(place.key, key);
        if (place.schema.has("patternProperties")) {
            problems.add(path, "is no valid name", place.schema.path("$comment").asText());
            return;
        }
        List<String> known = new ArrayList<>();
        place.schema.path("properties").fieldNames().forEachRemaining(known::add);
        Optional<String> nearest = Text.nearest(key, known);
        nearest.ifPresent(word -> meant.add(Keys.of(place.key, word)));
        String remedy = nearest.map(word -> "did you mean " + word + "?")
                .orElseGet(() -> "remove it; known here: " + String.join(", ", known));
        problems.add(path, "unknown key", remedy);
    }

    private void missing(Place place, String key) {
        JsonNode wanted = schema.property(place.schema, key);
        if (meant.contains(Keys.of(place.key, key))) {
            return;
        }
        problems.add(
                Keys.of(place.key, key),
                "is missing",
                "add it: " + wanted.path("description").asText());
    }

    /** The value itself is shown only where it can be no secret: neither by its key nor because a placeholder brought it. */
    private String shown(Place place) {
        boolean hidden = place.schema.path("writeOnly").asBoolean() || placeholders.filled(place.key);
        return hidden || place.value.isContainerNode() ? "" : "\"" + Text.sanitized(place.value.asText()) + "\" ";
    }

    private static String kind(JsonNode schema) {
        String type =
                schema.path("type").isArray() ? "string" : schema.path("type").asText();
        return switch (type) {
            case "object" -> "mapping";
            case "array" -> "list";
            case "integer" -> "whole number";
            case "boolean" -> "truth value";
            default -> "text";
        };
    }

    private static String remedy(JsonNode schema) {
        if (schema.has("$comment")) {
            return schema.path("$comment").asText();
        }
        return switch (schema.path("type").asText()) {
            case "integer" ->
                "write a whole number from " + schema.path("minimum").asText() + " to "
                        + schema.path("maximum").asText();
            case "boolean" -> "write true or false";
            case "object" -> "write keys and values below it";
            default -> "see docs/configuration.md";
        };
    }

    private Place place(JsonNode tree, JsonNodePath path) {
        Place place = new Place("", schema.root(), tree);
        for (int depth = 0; depth < path.getNameCount(); depth++) {
            Object element = path.getElement(depth);
            place = element instanceof Integer index
                    ? new Place(Keys.of(place.key, index), schema.items(place.schema), place.value.path(index))
                    : below(place, element.toString());
        }
        return place;
    }

    private Place below(Place place, String key) {
        return new Place(Keys.of(place.key, key), schema.property(place.schema, key), place.value.path(key));
    }

    private record Place(String key, JsonNode schema, JsonNode value) {}
}
