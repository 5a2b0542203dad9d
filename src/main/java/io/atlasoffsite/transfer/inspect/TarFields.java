package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** The fields of a tar header. Stateless. */
final class TarFields {

    private static final byte[] ZEROS = new byte[64 * 1024];

    private TarFields() {}

    static boolean checksumHolds(byte[] header) {
        try {
            return TarUtils.verifyCheckSum(header);
        } catch (IllegalArgumentException e) {
            // The field is no number, so there is no checksum to hold.
            return false;
        }
    }

    static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = new String(header, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    static long number(byte[] header, int offset, int length) throws DefectException {
        try {
            long value = TarUtils.parseOctalOrBinary(header, offset, length);
            if (value >= 0) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw new DefectException(Defect.DAMAGED, "a tar header has a size that is no number");
        }
        throw new DefectException(Defect.DAMAGED, "a tar header has a negative size");
    }

    static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    static boolean isZero(byte[] bytes, int offset, int length) {
        return Arrays.mismatch(bytes, offset, offset + length, ZEROS, 0, Math.min(length, ZEROS.length)) < 0
                && (length <= ZEROS.length || isZero(bytes, offset + ZEROS.length, length - ZEROS.length));
    }
}
