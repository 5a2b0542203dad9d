package io.atlasoffsite.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;

/** The shipped schema of {@code offsite.yaml}: types, defaults and explanations come from here and from nowhere else. */
final class ConfigSchema {

    private static final String RESOURCE = "/atlas-offsite/schemas/offsite.schema.json";
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final JsonNode root;
    private final JsonSchema validator;

    private ConfigSchema(JsonNode root) {
        this.root = root;
        this.validator =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }

    static ConfigSchema load() {
        try (InputStream stream = ConfigSchema.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the schema " + RESOURCE + " is missing from the class path");
            }
            return new ConfigSchema(new ObjectMapper().readTree(stream));
        } catch (IOException broken) {
            throw new UncheckedIOException("the schema " + RESOURCE + " cannot be read", broken);
        }
    }

    JsonNode root() {
        return root;
    }

    Collection<ValidationMessage> validate(JsonNode tree) {
        return validator.validate(tree);
    }

    /** A schema with its reference followed; what stands beside the reference wins. */
    JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        if (!reference.isTextual()) {
            return schema;
        }
        JsonNode target = resolved(root.at(reference.textValue().substring(1)));
        ObjectNode merged = target.deepCopy();
        merged.setAll((ObjectNode) schema);
        merged.remove("$ref");
        return merged;
    }

    /** The schema of a key of a mapping; missing when the key is unknown. */
    JsonNode property(JsonNode schema, String key) {
        JsonNode own = schema.path("properties").path(key);
        if (!own.isMissingNode()) {
            return resolved(own);
        }
        for (Map.Entry<String, JsonNode> named :
                schema.path("patternProperties").properties()) {
            if (Pattern.compile(named.getKey()).matcher(key).find()) {
                return resolved(named.getValue());
            }
        }
        return MissingNode.getInstance();
    }

    JsonNode items(JsonNode schema) {
        return resolved(schema.path("items"));
    }

    /** Turns texts into the numbers and truths the schema wants, as far as they are any. */
    JsonNode coerced(JsonNode tree, JsonNode schema) {
        if (tree instanceof ObjectNode mapping) {
            mapping.properties()
                    .forEach(entry -> entry.setValue(coerced(entry.getValue(), property(schema, entry.getKey()))));
            return mapping;
        }
        if (tree instanceof ArrayNode sequence) {
            for (int index = 0; index < sequence.size(); index++) {
                sequence.set(index, coerced(sequence.get(index), items(schema)));
            }
            return sequence;
        }
        return scalar(tree, schema.path("type").asText());
    }

    private static JsonNode scalar(JsonNode value, String type) {
        String text = value.asText();
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (type.equals("integer") && WHOLE_NUMBER.matcher(text).matches()) {
            return nodes.numberNode(Long.parseLong(text));
        }
        if (type.equals("boolean") && (text.equals("true") || text.equals("false"))) {
            return nodes.booleanNode(Boolean.parseBoolean(text));
        }
        return value;
    }

    /** Adds what is absent and has a default, at every depth. */
    void fillDefaults(JsonNode tree, JsonNode schema) {
        if (tree instanceof ArrayNode sequence) {
            sequence.forEach(element -> fillDefaults(element, items(schema)));
        }
        if (!(tree instanceof ObjectNode mapping)) {
            return;
        }
        schema.path("properties").properties().forEach(known -> {
            JsonNode value = known.getValue().path("default");
            if (!value.isMissingNode() && !mapping.has(known.getKey())) {
                mapping.set(known.getKey(), value.deepCopy());
            }
        });
        mapping.properties().forEach(entry -> fillDefaults(entry.getValue(), property(schema, entry.getKey())));
    }
}
