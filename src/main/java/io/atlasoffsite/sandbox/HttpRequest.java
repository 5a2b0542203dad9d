package io.atlasoffsite.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request, read whole.
 *
 * @param target path and query as sent
 * @param headers names in lower case, values in order
 */
record HttpRequest(String method, String target, String version, Map<String, List<String>> headers, byte[] body) {

    String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    String rawQuery() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    boolean is(String wanted) {
        return method.equals(wanted);
    }

    boolean keepAlive() {
        String connection = header("connection").orElse("");
        return version.equals("HTTP/1.1")
                ? !connection.equalsIgnoreCase("close")
                : connection.equalsIgnoreCase("keep-alive");
    }

    Map<String, String> query() {
        return form(rawQuery());
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A query or form; a broken escape counts as its own text. */
    static Map<String, String> form(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                values.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    static Map<String, List<String>> noHeaders() {
        return new TreeMap<>();
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
