package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import java.io.IOException;
import java.util.Optional;

/**
 * Walks over a tar stream that is pushed into it (ustar, GNU and pax), proves each header's checksum and the end of the archive,
 * and refuses all but plain files and directories with safe names. For one thread.
 */
final class TarScanner {

    private static final int BLOCK = 512;
    private static final int LARGEST_EXTENSION = 1024 * 1024;

    private enum State {
        HEADER,
        SPARSE_MAP,
        CONTENT,
        EXTENSION,
        PADDING,
        ENDED
    }

    private final EntryReceiver receiver;
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
    private Optional<SparseMap> sparse = Optional.empty();

    TarScanner(EntryReceiver receiver) {
        this.receiver = receiver;
    }

    /** Takes the next bytes of the stream. */
    void accept(byte[] bytes, int length) throws IOException {
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

    private int takeBlock(byte[] bytes, int offset, int available) throws IOException {
        int count = Math.min(available, BLOCK - filled);
        System.arraycopy(bytes, offset, header, filled, count);
        filled += count;
        if (filled == BLOCK) {
            filled = 0;
            if (state == State.HEADER) {
                readHeader();
            } else {
                boolean more = sparse.isPresent() && sparse.get().add(header);
                state = more ? State.SPARSE_MAP : afterHeader();
            }
        }
        return count;
    }

    private void readHeader() throws IOException {
        if (TarFields.isZero(header, 0, BLOCK)) {
            state = zeroBlockSeen ? State.ENDED : State.HEADER;
            zeroBlockSeen = true;
            return;
        }
        if (zeroBlockSeen || !TarFields.checksumHolds(header)) {
            throw new DefectException(
                    Defect.DAMAGED,
                    zeroBlockSeen ? "an entry follows the end of the archive" : "a tar header has a wrong checksum");
        }
        long size = TarFields.number(header, 124, 12);
        char type = (char) (header[156] & 0xff);
        if (type == 'x' || type == 'g' || type == 'L' || type == 'K') {
            beginExtension(type, size);
        } else {
            beginEntry(type, longSize >= 0 ? longSize : size);
        }
    }

    private void beginExtension(char type, long size) throws DefectException {
        if (size > LARGEST_EXTENSION) {
            throw new DefectException(Defect.DAMAGED, "a tar extension header is longer than 1 MiB");
        }
        extensionType = type;
        extension = new byte[(int) size];
        filled = 0;
        begin(size);
        state = State.EXTENSION;
        if (size == 0) {
            endExtension();
        }
    }

    private void beginEntry(char type, long size) throws IOException {
        boolean directory = type == '5';
        String name = longName.isEmpty() ? TarFields.name(header) : longName;
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
        sparse = type == 'S' ? Optional.of(new SparseMap(header)) : Optional.empty();
        receiver.entry(safe, folder, sparse.map(SparseMap::realSize).orElse(size));
        begin(size);
        state = type == 'S' && SparseMap.continues(header) ? State.SPARSE_MAP : afterHeader();
    }

    private void begin(long size) {
        remaining = size;
        padding = (int) (-size & (BLOCK - 1));
    }

    private State afterHeader() throws IOException {
        if (sparse.isPresent()) {
            sparse.get().complete(remaining);
        }
        if (remaining > 0) {
            return State.CONTENT;
        }
        endEntry();
        return State.HEADER;
    }

    private void endEntry() throws IOException {
        if (sparse.isPresent()) {
            sparse.get().end(receiver);
        }
        receiver.end();
    }

    private int takeContent(byte[] bytes, int offset, int available) throws IOException {
        int count = (int) Math.min(available, remaining);
        if (sparse.isPresent()) {
            sparse.get().content(bytes, offset, count, receiver);
        } else {
            receiver.content(bytes, offset, count);
        }
        remaining -= count;
        if (remaining == 0) {
            endEntry();
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
            longName = TarFields.text(extension, 0, extension.length);
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
        if (!TarFields.isZero(bytes, offset, available)) {
            throw new DefectException(Defect.DAMAGED, "something follows the end of the tar archive");
        }
        return available;
    }
}
