package io.atlasoffsite.store;

import io.atlasoffsite.transfer.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Base64;
import java.util.zip.CRC32C;

/** CRC-32C as S3 wants it: base64 of four bytes, most significant first. */
final class Crc32c {

    private Crc32c() {}

    static String base64(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return base64(crc);
    }

    static String base64(Part part) throws IOException {
        Sum sum = new Sum();
        part.writeTo(sum);
        return base64(sum.crc);
    }

    private static String base64(CRC32C crc) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) crc.getValue())
                        .array());
    }

    /** Takes bytes and keeps their sum. */
    private static final class Sum implements WritableByteChannel {
        private final CRC32C crc = new CRC32C();

        @Override
        public int write(ByteBuffer bytes) {
            int length = bytes.remaining();
            crc.update(bytes);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
