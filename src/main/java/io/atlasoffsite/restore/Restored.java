package io.atlasoffsite.restore;

import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.transfer.Stopwatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A copy that was restored. Immutable; thread safe.
 *
 * @param copyId which copy; not null
 * @param into the directory, absolute; not null
 * @param whole true when every archive was proved; false only when damage was accepted
 * @param repeated true when the same request had restored it before and nothing was done now
 * @param seal of the manifest it was proved against; empty when there was none that is whole; not null
 * @param mongodbVersion the server's version at the snapshot's time, empty when not known; not null
 * @param seconds how long it took, from the first byte that was asked for to the directory's name; 0 when it was repeated
 * @param cpuSeconds CPU time of the process in that time; 0 when it was repeated
 * @param archives what became of each archive, by its directory; at least one
 * @param warnings sentences for people; not null
 */
public record Restored(
        CopyId copyId,
        Path into,
        boolean whole,
        boolean repeated,
        String seal,
        String mongodbVersion,
        double seconds,
        double cpuSeconds,
        List<Archive> archives,
        List<String> warnings) {

    /** Copies the lists; refuses missing parts. */
    public Restored {
        Objects.requireNonNull(copyId, "copyId");
        Objects.requireNonNull(into, "into");
        Objects.requireNonNull(seal, "seal");
        Objects.requireNonNull(mongodbVersion, "mongodbVersion");
        archives = List.copyOf(archives);
        warnings = List.copyOf(warnings);
    }

    /** The same, with the time it took. */
    Restored after(Stopwatch watch) {
        return new Restored(
                copyId,
                into,
                whole,
                repeated,
                seal,
                mongodbVersion,
                watch.seconds(),
                watch.cpuSeconds(),
                archives,
                warnings);
    }

    /**
     * What became of one archive.
     *
     * @param file its name in the copy; empty when no archive of this replica set was found; not null
     * @param replicaSet the replica set inside, empty when Atlas named none; not null
     * @param directory where its files are, a name below {@link Restored#into()}; not null
     * @param store the store it came from, empty when none gave any of it; not null
     * @param bytes how many bytes of it were read
     * @param sha256 of these bytes, 64 lower-case hex digits, or empty when it could not be read to its end; not null
     * @param files how many files were written
     * @param extractedBytes what they hold together
     * @param proved true when every byte is what was copied
     * @param resumed true when an earlier try had restored and proved it
     * @param unproved why it is not proved, one clause each; empty when it is; not null
     */
    public record Archive(
            String file,
            String replicaSet,
            String directory,
            String store,
            long bytes,
            String sha256,
            long files,
            long extractedBytes,
            boolean proved,
            boolean resumed,
            List<String> unproved) {

        /** Copies the list; refuses missing parts. */
        public Archive {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(replicaSet, "replicaSet");
            Objects.requireNonNull(directory, "directory");
            Objects.requireNonNull(store, "store");
            Objects.requireNonNull(sha256, "sha256");
            unproved = List.copyOf(unproved);
        }
    }

    /**
     * How many bytes of archives were read.
     *
     * @return bytes, those of archives an earlier try had restored too
     */
    public long bytes() {
        return archives.stream().mapToLong(Archive::bytes).sum();
    }

    /**
     * How many bytes the restored files hold.
     *
     * @return bytes
     */
    public long extractedBytes() {
        return archives.stream().mapToLong(Archive::extractedBytes).sum();
    }
}
