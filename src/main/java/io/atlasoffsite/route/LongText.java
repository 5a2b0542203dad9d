package io.atlasoffsite.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A long text that came as bytes ({@link Broker#LONG_TEXT}), as UTF-8, never in memory as a whole. Not thread safe. */
final class LongText extends InputStream {

    private static final int HEAD_BYTES = 5;
    private static final int BLOCK_CHARS = 4096;

    private final Reader text;
    private byte[] block = new byte[0];
    private int at;

    private LongText(Reader text) {
        this.text = text;
    }

    static InputStream utf8(InputStream encoded) throws IOException {
        encoded.skipNBytes(HEAD_BYTES);
        return new LongText(new InputStreamReader(encoded, StandardCharsets.UTF_16LE));
    }

    @Override
    public int read() throws IOException {
        return more() ? block[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0 || !more()) {
            return length == 0 ? 0 : -1;
        }
        int count = Math.min(length, block.length - at);
        System.arraycopy(block, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean more() throws IOException {
        if (at < block.length) {
            return true;
        }
        char[] chars = new char[BLOCK_CHARS + 1];
        int count = text.read(chars, 0, BLOCK_CHARS);
        if (count > 0 && Character.isHighSurrogate(chars[count - 1])) {
            // Its other half belongs into the same block.
            count += Math.max(0, text.read(chars, count, 1));
        }
        block = count > 0 ? new String(chars, 0, count).getBytes(StandardCharsets.UTF_8) : new byte[0];
        at = 0;
        return count > 0;
    }
}
