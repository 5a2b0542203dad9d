package io.atlasoffsite.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes as text, strictly or as well as it goes. */
final class Utf8 {

    private Utf8() {}

    static String strict(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    static String lossy(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A foreign value made fit for a message: printable ASCII, one line, at most {@code most} characters. */
    static String sanitized(String value, int most) {
        StringBuilder shown = new StringBuilder();
        value.codePoints()
                .limit(most)
                .map(point -> point < ' ' || point > '~' ? '?' : point)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
