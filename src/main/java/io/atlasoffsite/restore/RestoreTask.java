package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.CopyId;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One offsite restore: which copy, from where, to where. Immutable; thread safe.
 *
 * @param requestId the request's id; a directory that the same request restored the same copy into is its answer again; not empty
 * @param copy which copy; not null
 * @param stores the stores that may hold it, in the order to try; at least one; they stay the caller's
 * @param into the directory to restore into, absolute; it appears when all is proved and must not hold anything before
 * @param shards names of the replica sets to restore, empty for all; not null
 * @param acceptDamaged true to keep what can be saved of a copy that is not whole
 */
public record RestoreTask(
        String requestId,
        CopyId copy,
        List<ArchiveStore> stores,
        Path into,
        List<String> shards,
        boolean acceptDamaged) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException when there is no store, or the directory is not absolute or has no name
     */
    public RestoreTask {
        Objects.requireNonNull(copy, "copy");
        stores = List.copyOf(stores);
        shards = List.copyOf(shards);
        if (requestId.isEmpty() || stores.isEmpty()) {
            throw new IllegalArgumentException("a restore needs a request id and at least one store");
        }
        into = into.normalize();
        if (!into.isAbsolute() || into.getFileName() == null) {
            throw new IllegalArgumentException("not an absolute directory to restore into: " + into);
        }
    }
}
