package io.atlasoffsite.store;

/** A copy as the catalog lists it. */
public sealed interface CatalogEntry {

    /**
     * Which copy.
     *
     * @return never null
     */
    CopyId copyId();

    /**
     * A copy whose manifest is whole. Whether its archives are is for a verification to say.
     *
     * @param copyId which copy
     * @param manifest its manifest
     */
    record Whole(CopyId copyId, SealedManifest manifest) implements CatalogEntry {}

    /**
     * A copy of a format version this program does not know; it is never touched.
     *
     * @param copyId which copy
     * @param formatVersion greater than ours
     */
    record Newer(CopyId copyId, long formatVersion) implements CatalogEntry {}

    /**
     * A copy whose manifest is not what was written.
     *
     * @param copyId which copy
     * @param why a clause for people
     */
    record Damaged(CopyId copyId, String why) implements CatalogEntry {}
}
