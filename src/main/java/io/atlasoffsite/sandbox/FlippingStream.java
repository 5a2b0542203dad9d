package io.atlasoffsite.sandbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Turns over the lowest bit of the byte at one offset. */
final class FlippingStream extends FilterOutputStream {

    private final long offset;
    private long position;

    FlippingStream(OutputStream out, long offset) {
        super(out);
        this.offset = offset;
    }

    @Override
    public void write(int value) throws IOException {
        out.write(position++ == offset ? value ^ 1 : value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        long at = offset - position;
        position += length;
        if (at < 0 || at >= length) {
            out.write(bytes, from, length);
            return;
        }
        int before = (int) at;
        out.write(bytes, from, before);
        out.write(bytes[from + before] ^ 1);
        out.write(bytes, from + before + 1, length - before - 1);
    }
}
