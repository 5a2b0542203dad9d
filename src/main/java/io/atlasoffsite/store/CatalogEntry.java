package io.atlasoffsite.store;

import java.util.Optional;

/** A copy as the catalog lists it. */
public sealed interface CatalogEntry {

    /**
     * Which copy.
     *
     * @return never null
     */
    CopyId copyId();

    /**
     * Its manifest, when it is whole and of our format.
     *
     * @return empty when nobody can say what the copy consists of
     */
    default Optional<SealedManifest> sealedManifest() {
        return Optional.empty();
    }

    /**
     * A copy whose manifest is whole and of which no damage is known. Whether its archives are whole is for a verification to say.
     *
     * @param copyId which copy
     * @param manifest its manifest
     */
    record Whole(CopyId copyId, SealedManifest manifest) implements CatalogEntry {
        @Override
        public Optional<SealedManifest> sealedManifest() {
            return Optional.of(manifest);
        }
    }

    /**
     * A copy of a format version this program does not know; it is never touched.
     *
     * @param copyId which copy
     * @param formatVersion greater than ours
     */
    record Newer(CopyId copyId, long formatVersion) implements CatalogEntry {}

    /**
     * A copy whose manifest is not what was written, or of which a verification has found something else damaged.
     *
     * @param copyId which copy
     * @param why a clause for people
     * @param sealedManifest its manifest, when that is whole
     */
    record Damaged(CopyId copyId, String why, Optional<SealedManifest> sealedManifest) implements CatalogEntry {}
}
