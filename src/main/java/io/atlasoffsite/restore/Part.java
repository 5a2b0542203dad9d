package io.atlasoffsite.restore;

import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import java.util.Optional;

/**
 * One archive's worth of a copy: a replica set, or the whole cluster where Atlas names none.
 *
 * @param replicaSet the replica set, empty when Atlas named none
 * @param directory the name its files lie below, and its name among the parts
 * @param facts what the manifest says of its archive, empty without a manifest
 */
record Part(String replicaSet, String directory, Optional<Manifest.Archive> facts) {

    static Part of(CopyId copy, Manifest.Archive archive) {
        return new Part(archive.replicaSet(), directory(copy, archive), Optional.of(archive));
    }

    /** Without a manifest, an archive's file name says what it is of. */
    static Part named(CopyId copy, String name) {
        return new Part(name.equals(copy.cluster()) ? "" : name, name, Optional.empty());
    }

    static String directory(CopyId copy, Manifest.Archive archive) {
        return archive.replicaSet().isEmpty() ? copy.cluster() : archive.replicaSet();
    }

    static Optional<String> nameOf(String file) {
        return Layout.archive(file).map(Layout.ArchiveName::name);
    }

    long bytes() {
        return facts.map(Manifest.Archive::bytes).orElse(0L);
    }

    /** What its files take at most: each of them may fill its last block by one byte only. */
    long needed() {
        return facts.map(archive ->
                        Space.sum(archive.uncompressedBytes(), Math.min(archive.entries(), Long.MAX_VALUE >> 12) << 12))
                .orElse(0L);
    }
}
