package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.Reason;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became of one archive in one store. Immutable and thread safe.
 *
 * @param copyId the copy, empty when it failed before the snapshot was known
 * @param store the store's name
 * @param outcome how it ended
 * @param archive the archive, empty when there is none
 * @param failure why not; present exactly when the outcome is {@link Outcome#FAILED}
 * @param location where the copy's folder is: a file, s3 or sftp URI without credentials or options; empty when the copy is not there, or
 *     nobody said where
 */
public record CopyOutcome(
        String copyId,
        String store,
        Outcome outcome,
        Optional<Archive> archive,
        Optional<Failure> failure,
        Optional<URI> location) {

    /** Refuses null, a failure that is none, and a copy of nothing. */
    public CopyOutcome {
        Objects.requireNonNull(copyId, "copyId");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(archive, "archive");
        Objects.requireNonNull(location, "location");
        if (failure.isPresent() != (outcome == Outcome.FAILED)) {
            throw new IllegalArgumentException("a failed outcome has a failure, and only that one");
        }
        if (outcome == Outcome.COPIED && archive.isEmpty()) {
            throw new IllegalArgumentException("a copied outcome has an archive");
        }
        if (outcome == Outcome.FAILED && location.isPresent()) {
            throw new IllegalArgumentException("a failed outcome is nowhere");
        }
    }

    /**
     * An archive that was stored.
     *
     * @param copyId the copy; not null
     * @param store the store's name; not null
     * @param archive the archive; not null
     * @return the outcome
     */
    public static CopyOutcome copied(String copyId, String store, Archive archive) {
        return new CopyOutcome(copyId, store, Outcome.COPIED, Optional.of(archive), Optional.empty(), Optional.empty());
    }

    /**
     * An archive that was there already.
     *
     * @param copyId the copy; not null
     * @param store the store's name; not null
     * @param archive the archive as the manifest has it, empty when nobody looked; not null
     * @return the outcome
     */
    public static CopyOutcome skipped(String copyId, String store, Optional<Archive> archive) {
        return new CopyOutcome(copyId, store, Outcome.SKIPPED, archive, Optional.empty(), Optional.empty());
    }

    /**
     * A copy that did not come about.
     *
     * @param copyId the copy, empty when the snapshot is not known; not null
     * @param store the store's name; not null
     * @param failure why; not null
     * @return the outcome
     */
    public static CopyOutcome failed(String copyId, String store, Failure failure) {
        return new CopyOutcome(copyId, store, Outcome.FAILED, Optional.empty(), Optional.of(failure), Optional.empty());
    }

    /**
     * The same, and where it is.
     *
     * @param folder the copy's folder; not null
     * @return the outcome
     */
    public CopyOutcome in(URI folder) {
        return new CopyOutcome(copyId, store, outcome, archive, failure, Optional.of(folder));
    }

    /** With the location, as it is handed over. */
    ObjectNode toLocatedTree(Json json) {
        ObjectNode tree = toTree(json);
        location.ifPresent(folder -> tree.put("location", folder.toString()));
        return tree;
    }

    ObjectNode toTree(Json json) {
        ObjectNode tree = json.object();
        tree.put("copyId", copyId).put("store", store).put("outcome", outcome.word());
        archive.ifPresent(stored -> stored.addTo(tree));
        failure.ifPresent(why -> why.addTo(tree));
        return tree;
    }

    /**
     * One archive.
     *
     * @param file its name in the copy's folder
     * @param bytes its length in bytes
     * @param sha256 its SHA-256, 64 hexadecimal digits
     * @param transferSeconds from the first byte asked for to the last byte durable; empty when nothing was transferred
     * @param transferCpuSeconds CPU time of the process in that time, in seconds
     * @param proofSeconds reading back what was stored; empty when it was proved while it streamed
     */
    public record Archive(
            String file,
            long bytes,
            String sha256,
            OptionalDouble transferSeconds,
            OptionalDouble transferCpuSeconds,
            OptionalDouble proofSeconds) {

        private void addTo(ObjectNode tree) {
            tree.put("file", file).put("bytes", bytes).put("sha256", sha256);
            transferSeconds.ifPresent(seconds -> tree.put("transferSeconds", seconds));
            transferCpuSeconds.ifPresent(seconds -> tree.put("transferCpuSeconds", seconds));
            proofSeconds.ifPresent(seconds -> tree.put("proofSeconds", seconds));
        }
    }

    /**
     * Why not.
     *
     * @param reason the reason
     * @param summary one sentence, free of secrets
     * @param hint what to do next, empty when there is nothing to add
     */
    public record Failure(Reason reason, String summary, String hint) {

        void addTo(ObjectNode tree) {
            tree.put("reason", reason.code()).put("summary", summary).put("hint", hint);
        }
    }
}
