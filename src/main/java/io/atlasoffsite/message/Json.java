package io.atlasoffsite.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The one way this project reads and writes JSON: strict (RFC 8259, no duplicate keys, nothing behind the value, at most
 * {@value #DEEPEST} levels), instants as ISO 8601 text in UTC. Immutable and thread safe.
 */
public final class Json {

    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 64;

    private final ObjectMapper mapper;

    /** Makes a reader and writer. */
    public Json() {
        JsonMapper strict = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .addModule(new JavaTimeModule())
                .build();
        strict.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build());
        this.mapper = strict;
    }

    /**
     * An empty object to fill.
     *
     * @return a new object
     */
    public ObjectNode object() {
        return mapper.createObjectNode();
    }

    /**
     * An empty list to fill.
     *
     * @return a new list
     */
    public ArrayNode list() {
        return mapper.createArrayNode();
    }

    /** Reads back what was read before, so that it cannot fail. */
    JsonNode readOwn(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("text that was JSON before is none now", impossible);
        }
    }

    /**
     * Reads one value.
     *
     * @param utf8 the bytes; not null
     * @return the value, never null
     * @throws IOException when they are not exactly one strict JSON value in UTF-8; the message can quote the bytes
     */
    public JsonNode read(byte[] utf8) throws IOException {
        JsonNode node = mapper.readTree(Utf8.strict(utf8));
        if (node == null || node.isMissingNode()) {
            throw new IOException("no JSON value");
        }
        return node;
    }

    /**
     * Turns records, maps and lists into a tree.
     *
     * @param value what to turn; not null
     * @return its tree
     */
    public JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    /**
     * Writes a value on one line.
     *
     * @param value a tree, or what {@link #tree} accepts; not null
     * @return the text
     */
    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("a " + value.getClass().getSimpleName() + " cannot be JSON", unwritable);
        }
    }

    /**
     * Writes a value for people, over many lines.
     *
     * @param value a tree, or what {@link #tree} accepts; not null
     * @return the text
     */
    public String writePretty(Object value) {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("a " + value.getClass().getSimpleName() + " cannot be JSON", unwritable);
        }
    }

    /**
     * Writes a value as bytes.
     *
     * @param value a tree, or what {@link #tree} accepts; not null
     * @return UTF-8
     */
    public byte[] bytes(Object value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }
}
