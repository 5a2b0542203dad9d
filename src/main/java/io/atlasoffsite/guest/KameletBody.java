package io.atlasoffsite.guest;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;

/**
 * What a message says beside a Kamelet's parameters: nothing, or one JSON object. Only what may differ from message to message is in it;
 * anything else is refused, for it may have been meant to hold something back. Immutable.
 *
 * @param value the object, or the list that a copy Kamelet has left; null never, missing for an empty body
 */
record KameletBody(JsonNode value) {

    private static final String REQUEST_ID = "requestId";
    private static final String FIT = "[!-#%-z|~]{1,190}";
    private static final String REMEDY = "empty it before the Kamelet, or send one JSON object";

    /** Reads it; a stream is replaced by its bytes, so that the same message can come again. */
    static KameletBody of(Exchange exchange, Json json) {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return new KameletBody(json.object());
        }
        if (body instanceof Map<?, ?> map) {
            return new KameletBody(tree(map, json));
        }
        byte[] bytes = bytes(exchange, body);
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return new KameletBody(json.object());
        }
        try {
            return new KameletBody(json.read(bytes));
        } catch (IOException unreadable) {
            throw refused("the message's body is not strict JSON in UTF-8", REMEDY);
        }
    }

    private static JsonNode tree(Map<?, ?> map, Json json) {
        try {
            return json.tree(map);
        } catch (IllegalArgumentException unwritable) {
            throw refused("the message's body is a map that cannot be JSON", REMEDY);
        }
    }

    private static byte[] bytes(Exchange exchange, Object body) {
        if (body instanceof String text) {
            return limited(text.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream stream = exchange.getMessage().getBody(InputStream.class)) {
            if (stream == null) {
                throw refused("the message's body is a " + body.getClass().getSimpleName(), REMEDY);
            }
            byte[] bytes = limited(stream.readNBytes(Requests.LARGEST + 1));
            exchange.getMessage().setBody(bytes);
            return bytes;
        } catch (TypeConversionException | IOException unreadable) {
            throw refused("the message's body cannot be read", REMEDY);
        }
    }

    private static byte[] limited(byte[] bytes) {
        if (bytes.length > Requests.LARGEST) {
            throw refused("the message's body is longer than " + Requests.LARGEST + " bytes", REMEDY);
        }
        return bytes;
    }

    /** The fields that are known, as texts. */
    Optional<String> text(String field) {
        return Optional.of(value.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** The copy that a copy Kamelet in front of this one has told of; empty for a body of another kind. */
    Optional<String> copied() {
        if (!value.isArray()) {
            return Optional.empty();
        }
        Set<String> copies = new TreeSet<>();
        value.forEach(outcome -> copies.add(outcome.path("copyId").asText()));
        return copies.size() == 1 ? Optional.of(copies.iterator().next()) : Optional.empty();
    }

    /** Refuses what is no object, an unknown field, and a field that is no text. */
    KameletBody only(Set<String> known) {
        if (!value.isObject()) {
            throw refused("the message's body is JSON, but no object", REMEDY);
        }
        value.properties().forEach(field -> {
            if (!known.contains(field.getKey())) {
                throw refused(
                        "the message's body has a field that no message may give",
                        "give only " + String.join(", ", new TreeSet<>(known))
                                + "; the rest are the Kamelet's parameters");
            }
            if (!field.getValue().isTextual()) {
                throw refused("the message's " + field.getKey() + " is no text", "write it in quotes");
            }
        });
        return this;
    }

    /**
     * The request's id: the message's own word for it, or one made from the message's id, which stays the same when it is delivered or
     * tried again.
     */
    String requestId(Exchange exchange) {
        return text(REQUEST_ID).orElseGet(() -> {
            String id = exchange.getMessage().getMessageId();
            return "kamelet-" + (id.matches(FIT) ? id : sha256(id));
        });
    }

    static OffsiteException refused(String summary, String hint) {
        return OffsiteException.because(Reason.INVALID_REQUEST, summary)
                .hint(hint)
                .build();
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", impossible);
        }
    }
}
