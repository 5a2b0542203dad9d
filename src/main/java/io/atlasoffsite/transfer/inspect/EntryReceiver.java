package io.atlasoffsite.transfer.inspect;

import java.io.IOException;

/**
 * Hears what an archive holds while it is proved, entry after entry, from one thread. What it hears is harmless as far as it came:
 * names were checked, links and devices never get here. That the archive is whole is known only at its end.
 */
public interface EntryReceiver {

    /** Takes no notice. */
    EntryReceiver NONE = new EntryReceiver() {
        @Override
        public void entry(String name, boolean directory, long size) {}

        @Override
        public void content(byte[] bytes, int offset, int length) {}

        @Override
        public void hole(long length) {}

        @Override
        public void end() {}
    };

    /**
     * An entry begins.
     *
     * @param name relative, without {@code .}, {@code ..} and empty segments, {@code /} between segments; of files no two are the
     *     same; empty for the archive's top directory itself; not null
     * @param directory true for a directory, which has no content
     * @param size the file's length in bytes, with its holes
     * @throws IOException to refuse it; reaches whoever reads the archive unchanged
     */
    void entry(String name, boolean directory, long size) throws IOException;

    /**
     * The next bytes of the file that began last.
     *
     * @param bytes holds them; of the caller, who uses it again
     * @param offset of the first
     * @param length how many, at least 1
     * @throws IOException to refuse them
     */
    void content(byte[] bytes, int offset, int length) throws IOException;

    /**
     * The next bytes of the file that began last are zeros that the archive does not hold.
     *
     * @param length how many, at least 1
     * @throws IOException to refuse them
     */
    void hole(long length) throws IOException;

    /**
     * The entry that began last is over.
     *
     * @throws IOException to refuse it
     */
    void end() throws IOException;
}
