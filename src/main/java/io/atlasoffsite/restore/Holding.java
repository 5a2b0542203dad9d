package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Manifest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An archive in one store, as it must be there.
 *
 * @param store which store
 * @param file its name in the copy's folder
 * @param path where it lies
 * @param bytes its length by the manifest, or as listed; empty when nobody knows
 * @param sha256 of its bytes, empty when nobody knows
 * @param facts what this store's manifest says of it, empty without one that is whole
 */
record Holding(
        ArchiveStore store,
        String file,
        String path,
        OptionalLong bytes,
        Optional<String> sha256,
        Optional<Manifest.Archive> facts) {}
