package io.atlasoffsite.cli;

import io.atlasoffsite.store.ArchiveStore;
import java.io.IOException;

/** A store under test, with what can be seen of it from outside. */
interface Shelf extends AutoCloseable {

    /** Its name in offsite.yaml. */
    String name();

    /** Makes it a store of an installation. */
    Site addTo(Site site) throws IOException;

    /** The store itself, for reading. */
    ArchiveStore store();

    /** How many archives are begun and not whole: open uploads, partial files. */
    int unfinished() throws IOException;

    @Override
    void close() throws IOException;
}
