package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Walks over a tar stream that is pushed into it (ustar, GNU and pax), proves each header's checksum and the end of the archive,
 * and refuses all but plain files and directories with safe names. For one thread.
 */
final class TarScanner {

    private static final int BLOCK = 512;
    private static final int LARGEST_EXTENSION = 1024 * 1024;
    private static final int SPARSE_CONTINUES = 482;
    private static final int SPARSE_BLOCK_CONTINUES = 504;

    private static final byte[] ZEROS = new byte[64 * 1024];

    /** Hears of every entry; content comes in pieces. */
    interface Visitor {
        void entry(String name, boolean directory, long size) throws DefectException;

        void content(byte[] bytes, int offset, int length);

        void end();
    }

    private enum State {
        HEADER,
        SPARSE_MAP,
        CONTENT,
        EXTENSION,
        PADDING,
        ENDED
    }

    private final Visitor visitor;
    private final EntryNames names = new EntryNames();
    private final byte[] header = new byte[BLOCK];
    private State state = State.HEADER;
    private int filled;
    private long remaining;
    private int padding;
    private boolean zeroBlockSeen;
    private byte[] extension = new byte[0];
    private char extensionType;
    private String longName = "";
    private long longSize = -1;

    TarScanner(Visitor visitor) {
        this.visitor = visitor;
    }

    /** Takes the next bytes of the stream. */
    void accept(byte[] bytes, int length) throws DefectException {
        int position = 0;
        while (position < length) {
            int available = length - position;
            position += switch (state) {
                case HEADER, SPARSE_MAP -> takeBlock(bytes, position, available);
                case CONTENT -> takeContent(bytes, position, available);
                case EXTENSION -> takeExtension(bytes, position, available);
                case PADDING -> takePadding(available);
                case ENDED -> takeEnd(bytes, position, available);
            };
        }
    }

    /** Says that the stream has ended. */
    void finish() throws DefectException {
        if (state != State.ENDED) {
            throw new DefectException(Defect.TRUNCATED, "the tar stream ends without its end-of-archive blocks");
        }
    }

    private int takeBlock(byte[] bytes, int offset, int available) throws DefectException {
        int count = Math.min(available, BLOCK - filled);
        System.arraycopy(bytes, offset, header, filled, count);
        filled += count;
        if (filled == BLOCK) {
            filled = 0;
            if (state == State.HEADER) {
                readHeader();
            } else {
                state = header[SPARSE_BLOCK_CONTINUES] != 0 ? State.SPARSE_MAP : afterHeader();
            }
        }
        return count;
    }

    private void readHeader() throws DefectException {
        if (isZero(header, 0, BLOCK)) {
            state = zeroBlockSeen ? State.ENDED : State.HEADER;
            zeroBlockSeen = true;
            return;
        }
        if (zeroBlockSeen || !checksumHolds()) {
            throw new DefectException(
                    Defect.DAMAGED,
                    zeroBlockSeen ? "an entry follows the end of the archive" : "a tar header has a wrong checksum");
        }
        long size = number(124, 12);
        char type = (char) (header[156] & 0xff);
        if (type == 'x' || type == 'g' || type == 'L' || type == 'K') {
            beginExtension(type, size);
        } else {
            beginEntry(type, longSize >= 0 ? longSize : size);
        }
    }

    private boolean checksumHolds() {
        try {
            return TarUtils.verifyCheckSum(header);
        } catch (IllegalArgumentException e) {
            // The field is no number, so there is no checksum to hold.
            return false;
        }
    }

    private void beginExtension(char type, long size) throws DefectException {
        if (size > LARGEST_EXTENSION) {
            throw new DefectException(Defect.DAMAGED, "a tar extension header is longer than 1 MiB");
        }
        extensionType = type;
        extension = new byte[(int) size];
        filled = 0;
        begin(size, State.EXTENSION);
        if (size == 0) {
            endExtension();
        }
    }

    private void beginEntry(char type, long size) throws DefectException {
        boolean directory = type == '5';
        String name = longName.isEmpty() ? plainName() : longName;
        if (!directory && type != '0' && type != 0 && type != '7' && type != 'S') {
            throw EntryNames.unsafe(name, "is neither a file nor a directory");
        }
        boolean slash = name.endsWith("/");
        boolean folder = directory || type != 'S' && slash && size == 0;
        String safe = names.check(name, folder);
        if (folder && size != 0) {
            throw new DefectException(Defect.DAMAGED, "a directory of the tar stream has content");
        }
        longName = "";
        longSize = -1;
        visitor.entry(safe, folder, size);
        begin(size, State.CONTENT);
        if (type == 'S' && header[SPARSE_CONTINUES] != 0) {
            state = State.SPARSE_MAP;
        }
    }

    private void begin(long size, State next) {
        remaining = size;
        padding = (int) (-size & (BLOCK - 1));
        state = next;
        if (size == 0 && next == State.CONTENT) {
            visitor.end();
            state = State.HEADER;
        }
    }

    private State afterHeader() {
        if (remaining > 0) {
            return State.CONTENT;
        }
        visitor.end();
        return State.HEADER;
    }

    private int takeContent(byte[] bytes, int offset, int available) {
        int count = (int) Math.min(available, remaining);
        visitor.content(bytes, offset, count);
        remaining -= count;
        if (remaining == 0) {
            visitor.end();
            state = padding > 0 ? State.PADDING : State.HEADER;
        }
        return count;
    }

    private int takeExtension(byte[] bytes, int offset, int available) throws DefectException {
        int count = (int) Math.min(available, remaining);
        System.arraycopy(bytes, offset, extension, filled, count);
        filled += count;
        remaining -= count;
        if (remaining == 0) {
            filled = 0;
            endExtension();
        }
        return count;
    }

    private void endExtension() throws DefectException {
        if (extensionType == 'L') {
            longName = text(extension, 0, extension.length);
        } else if (extensionType == 'x' || extensionType == 'g') {
            PaxRecords records = PaxRecords.parse(extension);
            longName = records.path().orElse(longName);
            longSize = records.size().orElse(longSize);
            if (extensionType == 'g'
                    && (records.path().isPresent() || records.size().isPresent())) {
                throw new DefectException(Defect.UNSAFE_ENTRY, "a tar header names all entries alike");
            }
        }
        extension = new byte[0];
        state = padding > 0 ? State.PADDING : State.HEADER;
    }

    private int takePadding(int available) {
        int count = Math.min(available, padding);
        padding -= count;
        if (padding == 0) {
            state = State.HEADER;
        }
        return count;
    }

    private static int takeEnd(byte[] bytes, int offset, int available) throws DefectException {
        if (!isZero(bytes, offset, available)) {
            throw new DefectException(Defect.DAMAGED, "something follows the end of the tar archive");
        }
        return available;
    }

    private String plainName() {
        String name = text(header, 0, 100);
        boolean ustar = new String(header, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private long number(int offset, int length) throws DefectException {
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

    private static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static boolean isZero(byte[] bytes, int offset, int length) {
        return Arrays.mismatch(bytes, offset, offset + length, ZEROS, 0, Math.min(length, ZEROS.length)) < 0
                && (length <= ZEROS.length || isZero(bytes, offset + ZEROS.length, length - ZEROS.length));
    }
}
