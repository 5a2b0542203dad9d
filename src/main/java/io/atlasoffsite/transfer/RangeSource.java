package io.atlasoffsite.transfer;

import java.io.IOException;
import java.io.InputStream;

/** Opens stored bytes from any place. Used by several threads at once. */
@FunctionalInterface
public interface RangeSource {

    /**
     * Opens a range. The engine closes the stream, possibly from another thread while a read waits and before its end; closing must
     * then cut the transfer off rather than read the rest.
     *
     * @param offset of the first byte
     * @param length how many bytes, at least 1
     * @return a new stream at the first byte, that ends behind the last, or where the stored bytes end; never null
     * @throws IOException when it cannot be opened; reaches the engine's caller unchanged, as do failures of its reads
     * @throws InterruptedException when the calling thread was interrupted
     */
    InputStream open(long offset, long length) throws IOException, InterruptedException;
}
