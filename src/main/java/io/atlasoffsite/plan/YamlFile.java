package io.atlasoffsite.plan;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a YAML file into a tree whose scalars are all text, as written: what is a number is for the schema to say, or a
 * project id such as {@code 1234e5…} would be taken for one.
 */
final class YamlFile {

    private static final int LARGEST = 1024 * 1024;
    private static final int DEEPEST = 32;

    private final YAMLFactory yaml;
    private final Problems problems;

    YamlFile(Problems problems) {
        this.problems = problems;
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LARGEST);
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(DEEPEST);
        this.yaml = YAMLFactory.builder()
                .loaderOptions(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build();
    }

    ObjectNode read(Path file) {
        return parse(text(file));
    }

    ObjectNode read(InputStream content) {
        try {
            byte[] bytes = content.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw tooLarge();
            }
            return parse(decode(bytes));
        } catch (CharacterCodingException foreign) {
            throw foreign();
        } catch (IOException unreadable) {
            throw unreadable();
        }
    }

    private ObjectNode parse(String text) {
        try (YAMLParser parser = yaml.createParser(text)) {
            JsonNode tree = parser.nextToken() == null ? MissingNode.getInstance() : value(parser);
            if (!(tree instanceof ObjectNode mapping)) {
                throw problems.alone("is empty or no mapping", "begin it with version: 1, as config/offsite.yaml does");
            }
            if (parser.nextToken() != null) {
                throw problems.alone("holds more than one document", "remove what follows the line ---");
            }
            return mapping;
        } catch (JsonProcessingException broken) {
            throw unreadable(broken);
        } catch (IOException broken) {
            throw problems.alone("cannot be read as YAML", "compare it with config/offsite.yaml");
        }
    }

    private String text(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw problems.alone("is a directory", "name a file with --config FILE");
            }
            if (Files.size(file) > LARGEST) {
                throw tooLarge();
            }
            return decode(Files.readAllBytes(file));
        } catch (NoSuchFileException missing) {
            throw problems.alone(
                    "does not exist", "name yours with --config FILE, or copy config/offsite.yaml and edit it");
        } catch (CharacterCodingException foreign) {
            throw foreign();
        } catch (IOException unreadable) {
            throw unreadable();
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private ConfigException tooLarge() {
        return problems.alone("is larger than 1 MiB", "name the configuration file with --config FILE");
    }

    private ConfigException foreign() {
        return problems.alone("is not UTF-8", "save it as UTF-8");
    }

    private ConfigException unreadable() {
        return problems.alone("cannot be read", "let the user who runs offsite read it");
    }

    private JsonNode value(YAMLParser parser) throws IOException {
        if (parser.isCurrentAlias()) {
            throw problems.alone(
                    "line " + line(parser.currentTokenLocation()) + " uses an alias (*name)", "write the value out");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(parser);
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return token == JsonToken.VALUE_NULL ? nodes.nullNode() : nodes.textNode(parser.getText());
    }

    private ObjectNode mapping(YAMLParser parser) throws IOException {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            mapping.set(key, value(parser));
        }
        return mapping;
    }

    private ArrayNode sequence(YAMLParser parser) throws IOException {
        ArrayNode sequence = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            sequence.add(value(parser));
        }
        return sequence;
    }

    /** Neither library's full message goes on: both quote the file, which may hold a secret. */
    private ConfigException unreadable(JsonProcessingException broken) {
        if (broken.getOriginalMessage() != null && broken.getOriginalMessage().startsWith("Duplicate field")) {
            return problems.alone(
                    "line " + line(broken.getLocation()) + " gives a key a second time", "remove one of the two");
        }
        String what = broken.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null
                ? " (" + Text.sanitized(marked.getProblem()) + ")"
                : "";
        return problems.alone(
                "line " + line(broken.getLocation()) + " is no valid YAML" + what,
                "mind the indentation, and put placeholders in quotes: \"{{env:NAME}}\"");
    }

    private static String line(JsonLocation where) {
        return where == null ? "?" : String.valueOf(where.getLineNr());
    }
}
