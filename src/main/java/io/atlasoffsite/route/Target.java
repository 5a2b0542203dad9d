package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.SealedManifest;
import io.atlasoffsite.transfer.ArchiveRecord;
import java.util.Map;
import java.util.OptionalDouble;

/** How a copy stands in one store of its plan. */
sealed interface Target {

    /** The store's name. */
    String store();

    /**
     * Not there yet.
     *
     * @param store the store's name
     */
    record Pending(String store) implements Target {}

    /**
     * There.
     *
     * @param store the store's name
     * @param sealed its manifest
     * @param ours true when this very request made it, now or before a redelivery
     * @param moved what moving each archive took, by file name; empty when nothing was moved now
     */
    record Present(String store, SealedManifest sealed, boolean ours, Map<String, Moved> moved) implements Target {
        Manifest manifest() {
            return sealed.manifest();
        }
    }

    /**
     * Given up.
     *
     * @param store the store's name
     * @param failure why
     */
    record Lost(String store, OffsiteException failure) implements Target {}

    /**
     * One archive that was moved.
     *
     * @param archive what the engine says
     * @param proofSeconds reading it back took this long; empty when the store confirmed it
     */
    record Moved(ArchiveRecord archive, OptionalDouble proofSeconds) {}
}
