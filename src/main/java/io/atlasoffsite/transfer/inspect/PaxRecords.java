package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The two records of a pax extended header that change how an archive is walked: {@code <length> <key>=<value>\n} each.
 *
 * @param path the entry's name
 * @param size the entry's length
 */
record PaxRecords(Optional<String> path, OptionalLong size) {

    static PaxRecords parse(byte[] bytes) throws DefectException {
        Optional<String> path = Optional.empty();
        OptionalLong size = OptionalLong.empty();
        int position = 0;
        while (position < bytes.length) {
            int space = indexOf(bytes, ' ', position);
            int length = (int) number(bytes, position, space);
            int end = position + length;
            if (length <= space - position + 1 || end > bytes.length || bytes[end - 1] != '\n') {
                throw broken();
            }
            int equals = indexOf(bytes, '=', space + 1);
            String key = new String(bytes, space + 1, equals - space - 1, StandardCharsets.UTF_8);
            if (key.equals("path")) {
                path = Optional.of(new String(bytes, equals + 1, end - equals - 2, StandardCharsets.UTF_8));
            } else if (key.equals("size")) {
                size = OptionalLong.of(number(bytes, equals + 1, end - 1));
            } else if (key.startsWith("GNU.sparse.")) {
                // Its names and sizes mean something else; no data directory is packed so.
                throw new DefectException(Defect.UNSAFE_ENTRY, "an entry is a sparse file in pax format");
            }
            position = end;
        }
        return new PaxRecords(path, size);
    }

    private static int indexOf(byte[] bytes, char what, int from) throws DefectException {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == what) {
                return at;
            }
        }
        throw broken();
    }

    private static long number(byte[] bytes, int from, int to) throws DefectException {
        if (to <= from || to - from > 18) {
            throw broken();
        }
        long value = 0;
        for (int at = from; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw broken();
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static DefectException broken() {
        return new DefectException(Defect.DAMAGED, "a pax header of the tar stream is not valid");
    }
}
