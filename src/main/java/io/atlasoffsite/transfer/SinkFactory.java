package io.atlasoffsite.transfer;

import java.io.IOException;

/** Opens a fresh sink for each attempt at an archive: bytes of two attempts never meet in one sink. */
@FunctionalInterface
public interface SinkFactory {

    /**
     * Opens a sink. The engine commits or aborts it before it asks for the next.
     *
     * @param attempt which attempt at the archive, from 1
     * @return a sink no other attempt has had; never null
     * @throws IOException when the store cannot take an archive; reaches the engine's caller unchanged
     * @throws InterruptedException when the calling thread was interrupted
     */
    ArchiveSink open(int attempt) throws IOException, InterruptedException;
}
