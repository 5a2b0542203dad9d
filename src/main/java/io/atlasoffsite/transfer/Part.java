package io.atlasoffsite.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;

/**
 * A consecutive piece of an archive, in memory or spooled to disk. Its content can be read any number of times, from any
 * thread, until the {@link ArchiveSink#put} it was handed to returns.
 */
public interface Part {

    /**
     * Its place in the sequence.
     *
     * @return 1 for the first part
     */
    int number();

    /**
     * Where it begins in the archive.
     *
     * @return bytes before this part
     */
    long offset();

    /**
     * How long it is.
     *
     * @return bytes, at least 1 unless the archive is empty
     */
    long length();

    /**
     * Reads the content from its beginning.
     *
     * @return a new stream; the caller closes it
     * @throws IOException when a spooled part cannot be read
     */
    InputStream open() throws IOException;

    /**
     * Writes the whole content to a channel without copying it first.
     *
     * @param channel where to; it is not closed
     * @throws IOException when writing, or reading a spooled part, fails
     */
    void writeTo(WritableByteChannel channel) throws IOException;
}
