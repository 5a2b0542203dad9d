package io.atlasoffsite.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reply and how it is to go wrong on the wire.
 *
 * @param headers besides the framing, which the server adds
 * @param counted Content-Length when true, else chunked
 */
record HttpReply(int status, Map<String, String> headers, ReplyBody body, boolean counted, Wire wire) {

    HttpReply {
        headers = Map.copyOf(headers);
    }

    static HttpReply of(int status, String contentType, String text) {
        Map<String, String> headers = text.isEmpty() ? Map.of() : Map.of("Content-Type", contentType);
        return new HttpReply(status, headers, ReplyBody.of(text), true, Wire.WELL);
    }

    HttpReply with(String name, String value) {
        return with(Map.of(name, value));
    }

    HttpReply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new HttpReply(status, all, body, counted, wire);
    }

    HttpReply on(Wire other) {
        return new HttpReply(status, headers, body, counted, other);
    }

    HttpReply carrying(ReplyBody other) {
        return new HttpReply(status, headers, other, counted, wire);
    }
}
