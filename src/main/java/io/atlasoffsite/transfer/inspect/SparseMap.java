package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import java.io.IOException;
import java.util.Arrays;

/**
 * Where the pieces of a sparse file in GNU format lie; all between them is zeros that the archive does not hold. The map comes in the
 * entry's header and in blocks behind it, before the content. For one thread.
 */
final class SparseMap {

    private static final int IN_HEADER = 386;
    private static final int PIECES_IN_HEADER = 4;
    private static final int HEADER_CONTINUES = 482;
    private static final int REAL_SIZE = 483;
    private static final int PIECES_IN_BLOCK = 21;
    private static final int BLOCK_CONTINUES = 504;
    private static final int FIELD = 12;
    private static final int MOST_PIECES = 65_536;

    private final long realSize;
    private long[] pieces = new long[2 * PIECES_IN_HEADER];
    private int used;
    private long mapped;
    private long position;
    private int next;
    private long left;

    SparseMap(byte[] header) throws DefectException {
        realSize = TarFields.number(header, REAL_SIZE, FIELD);
        take(header, IN_HEADER, PIECES_IN_HEADER);
    }

    static boolean continues(byte[] header) {
        return header[HEADER_CONTINUES] != 0;
    }

    /** How long the file is, with its holes. */
    long realSize() {
        return realSize;
    }

    /**
     * Takes one more block of the map.
     *
     * @return whether another one follows
     */
    boolean add(byte[] block) throws DefectException {
        take(block, 0, PIECES_IN_BLOCK);
        return block[BLOCK_CONTINUES] != 0;
    }

    /** Says that the map is complete, for so many bytes of content. */
    void complete(long stored) throws DefectException {
        if (mapped != stored || used > 0 && pieces[used - 2] + pieces[used - 1] > realSize) {
            throw broken();
        }
    }

    /** Hands on the next bytes of content, with the holes before them. */
    void content(byte[] bytes, int offset, int length, EntryReceiver receiver) throws IOException {
        int done = 0;
        while (done < length) {
            if (left == 0) {
                holeUpTo(pieces[next], receiver);
                left = pieces[next + 1];
                next += 2;
            }
            int count = (int) Math.min(left, length - done);
            receiver.content(bytes, offset + done, count);
            done += count;
            left -= count;
            position += count;
        }
    }

    /** Hands on the hole behind the last piece. */
    void end(EntryReceiver receiver) throws IOException {
        holeUpTo(realSize, receiver);
    }

    private void holeUpTo(long where, EntryReceiver receiver) throws IOException {
        if (where > position) {
            receiver.hole(where - position);
            position = where;
        }
    }

    private void take(byte[] block, int from, int most) throws DefectException {
        for (int piece = 0; piece < most; piece++) {
            long offset = TarFields.number(block, from + 2 * FIELD * piece, FIELD);
            long length = TarFields.number(block, from + 2 * FIELD * piece + FIELD, FIELD);
            if (length > 0) {
                add(offset, length);
            }
        }
    }

    private void add(long offset, long length) throws DefectException {
        long end = used == 0 ? 0 : pieces[used - 2] + pieces[used - 1];
        if (offset < end || offset > Long.MAX_VALUE - length || used == 2 * MOST_PIECES) {
            throw broken();
        }
        if (used == pieces.length) {
            pieces = Arrays.copyOf(pieces, used * 2);
        }
        pieces[used++] = offset;
        pieces[used++] = length;
        mapped += length;
    }

    private static DefectException broken() {
        return new DefectException(Defect.DAMAGED, "the map of a sparse file in the tar stream is not valid");
    }
}
