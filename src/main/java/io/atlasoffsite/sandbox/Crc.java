package io.atlasoffsite.sandbox;

import java.util.zip.CRC32;

/**
 * CRC-32 of joined pieces from the CRCs of the pieces, so that the trailer of a huge archive is known without making its bytes.
 * The polynomial arithmetic is that of zlib's {@code crc32_combine}. Immutable, for pieces of one length.
 */
final class Crc {

    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int BITS = 32;

    private final int[] shift;

    private Crc(int[] shift) {
        this.shift = shift;
    }

    /** The joiner for following pieces of this length, in bytes. */
    static Crc followedBy(long bytes) {
        int[] result = identity();
        int[] power = zeroByte();
        for (long left = bytes; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                result = multiply(power, result);
            }
            power = multiply(power, power);
        }
        return new Crc(result);
    }

    /** The CRC of {@code first} joined with a piece of this joiner's length whose CRC is {@code second}. */
    int join(int first, int second) {
        return times(shift, first) ^ second;
    }

    static int of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    static int of(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    private static int[] identity() {
        int[] matrix = new int[BITS];
        for (int i = 0; i < BITS; i++) {
            matrix[i] = 1 << i;
        }
        return matrix;
    }

    private static int[] zeroByte() {
        int[] bit = new int[BITS];
        bit[0] = POLYNOMIAL;
        for (int i = 1; i < BITS; i++) {
            bit[i] = 1 << (i - 1);
        }
        int[] two = multiply(bit, bit);
        int[] four = multiply(two, two);
        return multiply(four, four);
    }

    private static int[] multiply(int[] left, int[] right) {
        int[] product = new int[BITS];
        for (int i = 0; i < BITS; i++) {
            product[i] = times(left, right[i]);
        }
        return product;
    }

    private static int times(int[] matrix, int vector) {
        int sum = 0;
        for (int rest = vector; rest != 0; rest &= rest - 1) {
            sum ^= matrix[Integer.numberOfTrailingZeros(rest)];
        }
        return sum;
    }
}
