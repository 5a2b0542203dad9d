package io.atlasoffsite.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** JSON as this project's files hold it: pretty printed with {@code \n}, fields in the order written, a newline at the end. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        try {
            return (MAPPER.writer(printer).writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON nodes cannot be written", impossible);
        }
    }

    /** The one object in these bytes. The failure's text never quotes the content. */
    static JsonNode parse(byte[] content) throws Malformed {
        try {
            JsonNode node = MAPPER.readTree(content);
            if (node == null || !node.isObject()) {
                throw new Malformed("it is not a JSON object");
            }
            return node;
        } catch (JsonProcessingException failure) {
            throw new Malformed("it is not JSON (line " + line(failure) + ")");
        } catch (IOException failure) {
            throw new Malformed("it is not JSON");
        }
    }

    private static int line(JsonProcessingException failure) {
        return failure.getLocation() == null ? 0 : failure.getLocation().getLineNr();
    }

    /** The text of a field; empty when it is missing or null. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    static String required(JsonNode node, String field) throws Malformed {
        String text = text(node, field);
        if (text.isEmpty()) {
            throw new Malformed("'" + field + "' is missing");
        }
        return text;
    }

    static Instant instant(JsonNode node, String field) throws Malformed {
        return optionalInstant(node, field).orElseThrow(() -> new Malformed("'" + field + "' is missing"));
    }

    static Optional<Instant> optionalInstant(JsonNode node, String field) throws Malformed {
        String text = text(node, field);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException failure) {
            throw new Malformed("'" + field + "' is not an instant");
        }
    }

    static long number(JsonNode node, String field) throws Malformed {
        return optionalNumber(node, field).orElseThrow(() -> new Malformed("'" + field + "' is missing"));
    }

    static OptionalLong optionalNumber(JsonNode node, String field) throws Malformed {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new Malformed("'" + field + "' is not a count");
        }
        return OptionalLong.of(value.asLong());
    }

    static List<String> texts(JsonNode node, String field) {
        List<String> all = new ArrayList<>();
        node.path(field).forEach(item -> all.add(item.asText()));
        return all;
    }

    /** The content is not what it should be; the message says why, without quoting it. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why);
        }
    }
}
