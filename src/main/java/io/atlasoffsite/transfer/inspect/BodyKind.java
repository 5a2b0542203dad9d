package io.atlasoffsite.transfer.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Tells from its first bytes what came instead of an archive. */
final class BodyKind {

    private static final int LOOKED_AT = 256;

    private BodyKind() {}

    static String guess(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, LOOKED_AT);
        String head = new String(bytes, from, length, StandardCharsets.ISO_8859_1)
                .replaceFirst("^\u00ef\u00bb\u00bf", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        if (head.startsWith("<!doctype html") || head.startsWith("<html")) {
            return "an HTML page";
        }
        if (head.startsWith("<")) {
            return "an XML document";
        }
        if (head.startsWith("{") || head.startsWith("[")) {
            return "a JSON document";
        }
        boolean text = !head.isEmpty()
                && head.chars().allMatch(c -> c >= 0x20 && c < 0x7f || c == '\n' || c == '\r' || c == '\t');
        return text ? "plain text" : "unknown data";
    }
}
