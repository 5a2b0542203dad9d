package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a gzip file (RFC 1952) of one or several members and proves each member's CRC and size. Unlike
 * {@link java.util.zip.GZIPInputStream} it refuses whatever follows a member and is not another. For one thread.
 */
final class GzipReader implements AutoCloseable {

    private static final int INPUT_BYTES = 64 * 1024;
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xe0;

    private final InputStream in;
    private final byte[] input = new byte[INPUT_BYTES];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final CRC32 headerCrc = new CRC32();
    private int position;
    private int limit;
    private long compressed;
    private boolean inMember;
    private boolean anyMember;

    GzipReader(InputStream in) {
        this.in = in;
    }

    static void requireMagic(byte[] head, int length) throws DefectException {
        if (length == 0) {
            throw new DefectException(Defect.NOT_GZIP, "the body is empty");
        }
        if ((head[0] & 0xff) != MAGIC_1 || length > 1 && (head[1] & 0xff) != MAGIC_2) {
            throw notGzip(BodyKind.guess(head, 0, length));
        }
    }

    /** Compressed bytes taken from the stream so far. */
    long compressedBytes() {
        return compressed;
    }

    /**
     * Inflates some bytes.
     *
     * @return how many, at least 1, or -1 after the end of the last member
     */
    int read(byte[] target) throws IOException {
        while (true) {
            if (!inMember && !beginMember()) {
                return -1;
            }
            int count = inflate(target);
            if (count > 0) {
                crc.update(target, 0, count);
            }
            if (inflater.finished()) {
                endMember();
            }
            if (count > 0) {
                return count;
            }
        }
    }

    private int inflate(byte[] target) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target);
                if (count > 0 || inflater.finished()) {
                    return count;
                }
                if (inflater.needsDictionary()) {
                    throw damaged("a gzip member asks for a preset dictionary");
                }
                if (position == limit && !fill()) {
                    throw truncated();
                }
                inflater.setInput(input, position, limit - position);
                position = limit;
            }
        } catch (DataFormatException e) {
            throw damaged("the compressed data is not valid");
        }
    }

    private boolean beginMember() throws IOException {
        if (position == limit && !fill()) {
            if (!anyMember) {
                throw new DefectException(Defect.NOT_GZIP, "the body is empty");
            }
            return false;
        }
        headerCrc.reset();
        int first = next();
        if (first != MAGIC_1 || next() != MAGIC_2) {
            throw notAMember(first);
        }
        int method = next();
        int flags = next();
        if (method != DEFLATE || (flags & RESERVED_FLAGS) != 0) {
            throw damaged("a gzip header has an unknown method or flag");
        }
        skip(6);
        skipOptionalFields(flags);
        anyMember = true;
        inMember = true;
        crc.reset();
        inflater.reset();
        inflater.setInput(input, position, limit - position);
        position = limit;
        return true;
    }

    private void skipOptionalFields(int flags) throws IOException {
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CRC) != 0) {
            int expected = (int) headerCrc.getValue() & 0xffff;
            if ((next() | next() << 8) != expected) {
                throw damaged("a gzip header has a wrong checksum");
            }
        }
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        long size = inflater.getBytesWritten();
        int wantedCrc = nextInt();
        int wantedSize = nextInt();
        if (wantedCrc != (int) crc.getValue()) {
            throw damaged("a gzip member has a wrong CRC");
        }
        if (wantedSize != (int) size) {
            throw damaged("a gzip member has a wrong size");
        }
        inMember = false;
    }

    private DefectException notAMember(int first) {
        if (anyMember) {
            return damaged("something that is no gzip member follows the end of the archive");
        }
        // The bytes themselves stay out of the message: an error page can repeat the signed link.
        String guess = first == MAGIC_1 ? "unknown data" : BodyKind.guess(input, position - 1, limit);
        return notGzip(guess);
    }

    private static DefectException notGzip(String guess) {
        return new DefectException(Defect.NOT_GZIP, "the body is " + guess + ", not a gzip file");
    }

    private int nextInt() throws IOException {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int done = 0; done < count; done++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int octet;
        do {
            octet = next();
        } while (octet != 0);
    }

    private int next() throws IOException {
        if (position == limit && !fill()) {
            throw truncated();
        }
        int octet = input[position++] & 0xff;
        headerCrc.update(octet);
        return octet;
    }

    private boolean fill() throws IOException {
        int count = in.read(input, 0, input.length);
        position = 0;
        limit = Math.max(count, 0);
        compressed += limit;
        return count > 0;
    }

    private static DefectException damaged(String what) {
        return new DefectException(Defect.DAMAGED, what);
    }

    private static DefectException truncated() {
        return new DefectException(Defect.TRUNCATED, "the gzip stream ends in the middle of a member");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
