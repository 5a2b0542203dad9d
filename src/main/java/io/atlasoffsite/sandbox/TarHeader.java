package io.atlasoffsite.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One 512-byte tar header: ustar, with GNU's binary size field from 8 GiB on. */
final class TarHeader {

    static final int BLOCK = 512;
    private static final long LARGEST_OCTAL = 0777_7777_7777L;

    private TarHeader() {}

    static byte[] file(String name, long size, long mtimeSeconds) {
        return header(name, size, mtimeSeconds, '0', "0000600");
    }

    static byte[] directory(String name, long mtimeSeconds) {
        return header(name, 0, mtimeSeconds, '5', "0000700");
    }

    private static byte[] header(String name, long size, long mtimeSeconds, char type, String mode) {
        byte[] block = new byte[BLOCK];
        put(block, 0, name);
        put(block, 100, mode);
        put(block, 108, "0001000");
        put(block, 116, "0001000");
        putSize(block, size);
        put(block, 136, String.format("%011o", mtimeSeconds));
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 257, "ustar");
        put(block, 263, "00");
        put(block, 265, "mongod");
        put(block, 297, "mongod");
        put(block, 148, String.format("%06o", sum(block)));
        block[154] = 0;
        return block;
    }

    private static void putSize(byte[] block, long size) {
        if (size <= LARGEST_OCTAL) {
            put(block, 124, String.format("%011o", size));
            return;
        }
        ByteBuffer.wrap(block).putLong(124 + 4, size);
        block[124] = (byte) 0x80;
    }

    private static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    private static int sum(byte[] block) {
        int sum = 0;
        for (byte value : block) {
            sum += value & 0xff;
        }
        return sum;
    }
}
