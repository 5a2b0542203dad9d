package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import java.util.function.LongSupplier;

/**
 * Refuses an archive that expands out of all proportion, as soon as it does. The holes of sparse files count like bytes: whoever
 * reads the restored file reads them, and a file system that cannot leave them out stores them. For one thread.
 */
final class Expansion implements EntryReceiver {

    private static final long RATIO = 100;

    private final long floor;
    private final LongSupplier compressed;
    private long expanded;

    /**
     * @param floor bytes that are fine whatever they came from
     * @param compressed how many bytes were taken from the archive so far
     */
    Expansion(long floor, LongSupplier compressed) {
        this.floor = floor;
        this.compressed = compressed;
    }

    /** So much more came of it, or is about to. */
    void add(long bytes) throws DefectException {
        // What was let pass is far from the largest number, but one hole may claim to be just that long.
        expanded = bytes > Long.MAX_VALUE - expanded ? Long.MAX_VALUE : expanded + bytes;
        if (expanded > floor && expanded > RATIO * compressed.getAsLong()) {
            throw new DefectException(Defect.BOMB, "the archive expands to more than 100 times its size");
        }
    }

    @Override
    public void entry(String name, boolean directory, long size) {}

    @Override
    public void content(byte[] bytes, int offset, int length) {}

    @Override
    public void hole(long length) throws DefectException {
        add(length);
    }

    @Override
    public void end() {}
}
