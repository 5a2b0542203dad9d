package io.atlasoffsite.transfer;

import java.io.IOException;
import java.io.InputStream;

/** Opens stored bytes from their beginning. */
@FunctionalInterface
public interface StreamSource {

    /**
     * Opens the stream. The engine closes it, possibly from another thread while a read waits and before its end; closing
     * must then cut the transfer off rather than read the rest.
     *
     * @return a new stream at the first byte; never null
     * @throws IOException when it cannot be opened; reaches the engine's caller unchanged, as do failures of its reads
     * @throws InterruptedException when the calling thread was interrupted
     */
    InputStream open() throws IOException, InterruptedException;
}
