package io.atlasoffsite.restore;

import io.atlasoffsite.store.CopyId;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a restore would do, found out without doing any of it. Immutable; thread safe.
 *
 * @param copyId which copy; not null
 * @param into where it would go, absolute; not null
 * @param seal of the manifest; empty when there is none that is whole; not null
 * @param mongodbVersion the server's version at the snapshot's time, empty when not known; not null
 * @param bytes of the archives to fetch
 * @param needed bytes the restored files and what lies beside them take at most; 0 when nobody knows
 * @param free bytes the file system of the directory has left
 * @param seconds an estimate of how long it takes, from a sample read of the first archive; empty when nothing could be read
 * @param archives what would be restored, by its directory; at least one
 */
public record RestorePreview(
        CopyId copyId,
        Path into,
        String seal,
        String mongodbVersion,
        long bytes,
        long needed,
        long free,
        OptionalLong seconds,
        List<Archive> archives) {

    /** Copies the list; refuses missing parts. */
    public RestorePreview {
        Objects.requireNonNull(copyId, "copyId");
        Objects.requireNonNull(into, "into");
        Objects.requireNonNull(seal, "seal");
        Objects.requireNonNull(mongodbVersion, "mongodbVersion");
        Objects.requireNonNull(seconds, "seconds");
        archives = List.copyOf(archives);
    }

    /**
     * Whether there is room for it.
     *
     * @return true when the file system has as many bytes left as are needed
     */
    public boolean fits() {
        return free >= needed;
    }

    /**
     * One archive that would be restored.
     *
     * @param file its name in the copy; not null
     * @param replicaSet the replica set inside, empty when Atlas named none; not null
     * @param directory where its files would be, a name below {@link RestorePreview#into()}; not null
     * @param bytes its length
     * @param extractedBytes the length of the tar inside, 0 when nobody knows
     * @param stores names of the stores that say they hold this replica set, in the order they would be asked; not null
     */
    public record Archive(
            String file, String replicaSet, String directory, long bytes, long extractedBytes, List<String> stores) {

        /** Copies the list; refuses missing parts. */
        public Archive {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(replicaSet, "replicaSet");
            Objects.requireNonNull(directory, "directory");
            stores = List.copyOf(stores);
        }
    }
}
