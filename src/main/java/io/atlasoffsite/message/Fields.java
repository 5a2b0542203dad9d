package io.atlasoffsite.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The fields of a request from outside, each handed out only in the shape it must have. */
final class Fields {

    private static final int SHOWN = 80;
    private static final int MOST_TEXTS = 16;

    private final JsonNode tree;

    private Fields(JsonNode tree) {
        this.tree = tree;
    }

    static Fields read(byte[] body, int largest, Json json) {
        if (body.length > largest) {
            throw tooLarge(body.length, largest);
        }
        JsonNode tree = parsed(body, json);
        if (!tree.isObject()) {
            throw refused("the request is JSON, but no object", "send one object with schema, requestId and plan");
        }
        return new Fields(tree);
    }

    static OffsiteException tooLarge(long bytes, int largest) {
        return refused("the request is " + bytes + " bytes long", "send at most " + largest + " bytes of JSON");
    }

    private static JsonNode parsed(byte[] body, Json json) {
        try {
            return json.read(body);
        } catch (IOException unreadable) {
            // Jackson's message quotes the body, so neither it nor the exception goes further than its place.
            throw refused(
                    "the request is not strict JSON in UTF-8" + place(unreadable),
                    "send one object, no field twice, nothing behind it");
        }
    }

    private static String place(IOException unreadable) {
        if (unreadable instanceof JsonProcessingException where && where.getLocation() != null) {
            return " (line " + where.getLocation().getLineNr() + ", column "
                    + where.getLocation().getColumnNr() + ")";
        }
        return "";
    }

    void schema(int expected) {
        JsonNode value = tree.path("schema");
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() != expected) {
            throw refused("schema is not the number " + expected, "set \"schema\": " + expected);
        }
    }

    boolean has(String field) {
        return tree.has(field);
    }

    void refuse(String field, String remedy) {
        if (has(field)) {
            throw refused(field + " does not belong beside plan", remedy);
        }
    }

    String text(String field, Shape shape) {
        return optionalText(field, shape).orElseThrow(() -> refused(field + " is missing", "give " + shape.words()));
    }

    Optional<String> optionalText(String field, Shape shape) {
        JsonNode value = tree.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(checked(field, value, shape));
    }

    List<String> texts(String field, Shape shape) {
        JsonNode value = tree.path(field);
        if (!value.isArray() || value.isEmpty() || value.size() > MOST_TEXTS) {
            throw refused(field + " is no list of 1 to " + MOST_TEXTS + " names", "give e.g. [\"vault\"]");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            texts.add(checked(field, element, shape));
        }
        if (new HashSet<>(texts).size() < texts.size()) {
            throw refused(field + " names something twice", "name each one once");
        }
        return texts;
    }

    private static String checked(String field, JsonNode value, Shape shape) {
        if (!value.isTextual()) {
            throw refused(field + " is no text", "give " + shape.words());
        }
        String text = value.textValue();
        if (!shape.fits(text)) {
            throw refused(
                    field + " is \"" + Utf8.sanitized(text, SHOWN) + "\", which does not fit", "give " + shape.words());
        }
        return text;
    }

    private static OffsiteException refused(String summary, String hint) {
        return OffsiteException.because(Reason.INVALID_REQUEST, summary)
                .hint(hint)
                .build();
    }
}
