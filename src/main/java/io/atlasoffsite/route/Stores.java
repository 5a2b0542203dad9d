package io.atlasoffsite.route;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempts;
import java.io.IOException;

/** The stores of offsite.yaml, opened when first used. Thread safe. */
interface Stores {

    /**
     * A store, open.
     *
     * @param name its name in offsite.yaml
     * @return the same one at every call
     * @throws IOException when it cannot be opened
     * @throws io.atlasoffsite.OffsiteException when none has that name
     */
    ArchiveStore open(String name) throws IOException;

    /**
     * The attempts this process makes in a store.
     *
     * @param name its name in offsite.yaml
     * @return its attempts
     * @throws IOException when the store cannot be opened
     */
    Attempts attempts(String name) throws IOException;
}
