package io.atlasoffsite.transfer;

import java.io.IOException;
import java.util.OptionalLong;

/** Opens a fresh sink for each attempt at an archive: bytes of two attempts never meet in one sink. */
@FunctionalInterface
public interface SinkFactory {

    /**
     * Opens a sink. The engine commits or aborts it before it asks for the next.
     *
     * @param attempt which attempt at the archive, from 1
     * @param bytes how long the archive is said to be; empty when nobody says; not null
     * @return a sink no other attempt has had; never null
     * @throws IOException when the store cannot take an archive; reaches the engine's caller unchanged
     * @throws InterruptedException when the calling thread was interrupted
     */
    ArchiveSink open(int attempt, OptionalLong bytes) throws IOException, InterruptedException;
}
