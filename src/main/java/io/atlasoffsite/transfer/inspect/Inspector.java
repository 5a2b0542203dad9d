package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import java.io.IOException;
import java.io.InputStream;

/**
 * Proves an archive in one pass over its bytes, in bounded memory: 192 KiB, and 16 bytes at most for each entry's name.
 * Immutable and thread safe.
 */
public final class Inspector {

    private static final int OUTPUT_BYTES = 128 * 1024;
    private static final long BOMB_FLOOR = 512L << 20;
    private static final long MOST_ENTRIES = 2_000_000;

    private final long bombFloor;
    private final long mostEntries;

    /** An inspector with the usual limits: 512 MiB and 100 times the compressed bytes, holes of sparse files among them, 2,000,000 entries. */
    public Inspector() {
        this(BOMB_FLOOR, MOST_ENTRIES);
    }

    Inspector(long bombFloor, long mostEntries) {
        this.bombFloor = bombFloor;
        this.mostEntries = mostEntries;
    }

    /**
     * Reads a stream to its end and proves that it is a whole, harmless {@code .tar.gz}.
     *
     * @param in the stream; not closed; not null
     * @return what the archive holds
     * @throws DefectException when it is no such archive; the stream is left where the defect was found
     * @throws IOException what reading the stream threw, unchanged
     */
    public Inspection inspect(InputStream in) throws IOException {
        return inspect(in, EntryReceiver.NONE);
    }

    /**
     * The same, with somebody who hears what the archive holds: there is no second reader that could see it differently.
     *
     * @param in the stream; not closed; not null
     * @param receiver hears of the entries as they come; not null
     * @return what the archive holds
     * @throws DefectException when it is no such archive; the receiver heard of everything before the defect
     * @throws IOException what reading the stream or the receiver threw, unchanged
     */
    public Inspection inspect(InputStream in, EntryReceiver receiver) throws IOException {
        ShapeWatch shape = new ShapeWatch();
        byte[] buffer = new byte[OUTPUT_BYTES];
        long uncompressed = 0;
        try (GzipReader gzip = new GzipReader(in)) {
            Expansion expansion = new Expansion(bombFloor, gzip::compressedBytes);
            TarScanner tar = new TarScanner(new BothReceivers(expansion, new BothReceivers(shape, receiver)));
            int count = gzip.read(buffer);
            while (count >= 0) {
                uncompressed += count;
                expansion.add(count);
                tar.accept(buffer, count);
                if (shape.entries() > mostEntries) {
                    throw new DefectException(
                            Defect.BOMB, "the archive has more than " + mostEntries + " entries, which no copy has");
                }
                count = gzip.read(buffer);
            }
            tar.finish();
        }
        return shape.toInspection(uncompressed);
    }

    /**
     * Looks at the first bytes of a body only: refuses what cannot be a gzip file, such as an error page.
     *
     * @param head the first bytes; not null
     * @param length how many of them there are; 0 for an empty body
     * @throws DefectException of {@link Defect#NOT_GZIP}
     */
    public static void requireGzip(byte[] head, int length) throws DefectException {
        GzipReader.requireMagic(head, length);
    }
}
