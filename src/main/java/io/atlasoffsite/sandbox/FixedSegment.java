package io.atlasoffsite.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/** A small segment that is kept in memory. */
record FixedSegment(byte[] packed, long plainLength, int plainCrc) implements Segment {

    /** Bytes of the container itself, which inflate to nothing. */
    static FixedSegment framing(byte[] bytes) {
        return new FixedSegment(bytes, 0, 0);
    }

    /** These bytes, really compressed. */
    static FixedSegment deflated(byte[] plain) {
        return new FixedSegment(deflate(plain), plain.length, Crc.of(plain));
    }

    /** Raw deflate blocks that end on a byte border without being the last, so that other blocks can follow. */
    static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(plain);
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            int made;
            do {
                made = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                packed.write(buffer, 0, made);
            } while (made == buffer.length);
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    @Override
    public long packedLength() {
        return packed.length;
    }

    @Override
    public void write(OutputStream out, long from, long to) throws IOException {
        out.write(packed, (int) from, (int) (to - from));
    }
}
