package io.atlasoffsite.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/** What is found where a copy's manifest should be. */
public sealed interface ManifestFile {

    /** The most a manifest may have, in bytes. */
    int LIMIT = 4 << 20;

    /** Nothing: there is no copy. */
    record Absent() implements ManifestFile {}

    /**
     * A manifest whose seal fits.
     *
     * @param sealed the manifest
     */
    record Whole(SealedManifest sealed) implements ManifestFile {}

    /**
     * A manifest of a format version this program does not know. It is never touched.
     *
     * @param formatVersion greater than ours
     */
    record Newer(long formatVersion) implements ManifestFile {}

    /**
     * A file that is not what was written.
     *
     * @param sealFits true when it was sealed as it is, but is no manifest of this copy
     * @param why a clause for people, without its content
     */
    record Damaged(boolean sealFits, String why) implements ManifestFile {}

    /**
     * Reads a copy's manifest.
     *
     * @param store where
     * @param copyId which
     * @return what is there
     * @throws IOException when the store could not say
     */
    static ManifestFile read(ArchiveStore store, CopyId copyId) throws IOException {
        Optional<byte[]> content;
        try {
            content = store.read(Layout.manifest(copyId), LIMIT);
        } catch (StoreException failure) {
            if (failure.kind() == StoreException.Kind.DAMAGED) {
                return new Damaged(false, "it is longer than " + LIMIT + " bytes, or no file at all");
            }
            throw failure;
        }
        return content.isEmpty() ? new Absent() : judge(content.get(), copyId);
    }

    /**
     * Judges a manifest's bytes. The seal comes first, so that a flipped byte in the version is damage and not a newer format.
     *
     * @param file its bytes
     * @param copyId the copy in whose folder it lies
     * @return anything but {@link Absent}
     */
    static ManifestFile judge(byte[] file, CopyId copyId) {
        Optional<String> seal = SealedManifest.verifiedSeal(file);
        if (seal.isEmpty()) {
            return new Damaged(false, "its seal does not fit");
        }
        try {
            JsonNode root = Json.parse(file);
            long version = Json.number(root, "formatVersion");
            if (!Json.text(root, "format").equals(ManifestJson.FORMAT) || version < 1) {
                return new Damaged(true, "it names another format");
            }
            if (version > ManifestJson.VERSION) {
                return new Newer(version);
            }
            SealedManifest sealed = SealedManifest.read(root, file, seal.get());
            return sealed.manifest().copyId().equals(copyId)
                    ? new Whole(sealed)
                    : new Damaged(true, "it belongs to " + sealed.manifest().copyId());
        } catch (Json.Malformed malformed) {
            return new Damaged(true, malformed.getMessage());
        }
    }

    /**
     * Whether an archive may belong to it. Of a manifest that cannot be read, any may.
     *
     * @param file the archive's file name
     * @return false only when it is certain that it does not
     */
    default boolean lists(String file) {
        if (this instanceof Whole whole) {
            return whole.sealed().manifest().archives().stream()
                    .anyMatch(archive -> archive.file().equals(file));
        }
        return !(this instanceof Absent);
    }
}
