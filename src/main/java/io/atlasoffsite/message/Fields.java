package io.atlasoffsite.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fields of a request from outside, each handed out only in the shape it must have. */
final class Fields {

    private static final int SHOWN = 80;
    private static final int MOST_TEXTS = 16;

    private final JsonNode tree;
    private final String prefix;

    private Fields(JsonNode tree, String prefix) {
        this.tree = tree;
        this.prefix = prefix;
    }

    static Fields read(byte[] body, int largest, Json json) {
        if (body.length > largest) {
            throw tooLarge(body.length, largest);
        }
        JsonNode tree = parsed(body, json);
        if (!tree.isObject()) {
            throw refused(
                    "the request is JSON, but no object", "send one object with schema, requestId and what is wanted");
        }
        return new Fields(tree, "");
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

    void refuse(String field, String beside, String remedy) {
        if (has(field)) {
            throw refused(prefix + field + " does not belong beside " + prefix + beside, remedy);
        }
    }

    /** Refuses every field that is not known, so that nothing that was meant to matter is passed over. */
    void only(Set<String> known) {
        Iterator<String> names = tree.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw refused(
                        "\"" + Utf8.sanitized(prefix + name, SHOWN) + "\" is no field of such a request",
                        "leave it out; there are " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    void exactlyOne(String one, String other) {
        if (has(one) == has(other)) {
            throw refused(
                    has(one) ? one + " and " + other + " are both there" : one + " and " + other + " are missing",
                    "give one of the two");
        }
    }

    boolean isObject(String field) {
        return tree.path(field).isObject();
    }

    /** The fields of an object inside this one. */
    Fields object(String field) {
        if (!isObject(field)) {
            throw refused(prefix + field + (has(field) ? " is no object" : " is missing"), "give one in braces");
        }
        return new Fields(tree.path(field), prefix + field + ".");
    }

    void onlyTrue(String field) {
        if (!tree.path(field).isBoolean() || !tree.path(field).booleanValue()) {
            throw refused(prefix + field + " is not true", "set it to true, or leave it out");
        }
    }

    long number(String field, long largest) {
        JsonNode value = tree.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > largest) {
            throw refused(prefix + field + " is no whole number", "give 0 to " + largest);
        }
        return value.longValue();
    }

    Instant instant(String field) {
        return optionalInstant(field)
                .orElseThrow(() -> refused(prefix + field + " is missing", "give " + Shape.INSTANT.words()));
    }

    Optional<Instant> optionalInstant(String field) {
        Optional<String> text = optionalText(field, Shape.INSTANT);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException noDay) {
            throw refused(
                    prefix + field + " is \"" + text.orElse("") + "\", which is no day or time",
                    "give " + Shape.INSTANT.words());
        }
    }

    String text(String field, Shape shape) {
        return optionalText(field, shape)
                .orElseThrow(() -> refused(prefix + field + " is missing", "give " + shape.words()));
    }

    Optional<String> optionalText(String field, Shape shape) {
        JsonNode value = tree.path(field);
        return value.isMissingNode() || value.isNull()
                ? Optional.empty()
                : Optional.of(checked(prefix + field, value, shape));
    }

    List<String> texts(String field, Shape shape) {
        return texts(field, shape, MOST_TEXTS);
    }

    List<String> texts(String field, Shape shape, int most) {
        JsonNode value = tree.path(field);
        if (!value.isArray() || value.isEmpty() || value.size() > most) {
            throw refused(field + " is no list of 1 to " + most + " names", "give e.g. [\"vault\"]");
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
