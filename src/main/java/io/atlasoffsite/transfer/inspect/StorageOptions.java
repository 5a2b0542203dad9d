package io.atlasoffsite.transfer.inspect;

import java.util.Objects;

/**
 * The storage options a {@code mongod} must be started with to open the data directory, from its {@code storage.bson}.
 *
 * @param engine the storage engine, {@code wiredTiger}; empty when the file does not say; not null
 * @param directoryPerDb each database has a directory of its own
 * @param directoryForIndexes collections and indexes lie in directories of their own
 * @param groupCollections collections are grouped into common files
 */
public record StorageOptions(
        String engine, boolean directoryPerDb, boolean directoryForIndexes, boolean groupCollections) {

    /** Refuses a missing engine. */
    public StorageOptions {
        Objects.requireNonNull(engine, "engine");
    }
}
