package io.atlasoffsite.store;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one copy consists of and how it was proved (docs/format.md). A copy exists when its manifest does. Nothing in it is null;
 * a text that is not known is empty.
 *
 * @param copyId which copy
 * @param requestId the request that caused it
 * @param plan the plan it belongs to, empty for none
 * @param project the Atlas project
 * @param cluster the cluster
 * @param snapshot what Atlas said of the snapshot
 * @param archives its archives, at least one
 * @param startedAt UTC
 * @param finishedAt UTC
 * @param tool the program and its version
 * @param warnings sentences for people
 */
public record Manifest(
        CopyId copyId,
        String requestId,
        String plan,
        Project project,
        Cluster cluster,
        Snapshot snapshot,
        List<Archive> archives,
        Instant startedAt,
        Instant finishedAt,
        String tool,
        List<String> warnings) {

    /** Refuses a manifest without archives, with two of one name, or whose parts name different things. */
    public Manifest {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(finishedAt, "finishedAt");
        Objects.requireNonNull(tool, "tool");
        archives = List.copyOf(archives);
        warnings = List.copyOf(warnings);
        if (archives.isEmpty()) {
            throw new IllegalArgumentException("a manifest needs an archive: " + copyId);
        }
        Set<String> files = new HashSet<>();
        for (Archive archive : archives) {
            if (!files.add(archive.file())) {
                throw new IllegalArgumentException("an archive is listed twice: " + archive.file());
            }
        }
        if (!copyId.projectId().equals(project.id())
                || !copyId.cluster().equals(cluster.name())
                || !copyId.snapshotId().equals(snapshot.id())
                || !copyId.takenAt().equals(snapshot.takenAt())) {
            throw new IllegalArgumentException("a manifest's parts name something else than its copy: " + copyId);
        }
    }

    /**
     * All its archives' lengths.
     *
     * @return bytes
     */
    public long bytes() {
        return archives.stream().mapToLong(Archive::bytes).sum();
    }

    /**
     * An Atlas project.
     *
     * @param id 24 lower-case hex digits
     * @param name empty when not known
     */
    public record Project(String id, String name) {
        /** Refuses nulls. */
        public Project {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * A cluster.
     *
     * @param id empty when not known
     * @param name as in the copy's id
     * @param kind flex, dedicated, shared or serverless
     */
    public record Cluster(String id, String name, String kind) {
        /** Refuses nulls. */
        public Cluster {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
        }
    }

    /**
     * What Atlas said of the snapshot.
     *
     * @param id 24 lower-case hex digits
     * @param takenAt UTC, whole seconds
     * @param expiresAt when Atlas deletes it, UTC
     * @param mongodbVersion e.g. {@code 8.0.29}, empty when not known
     * @param type replicaSet or shardedCluster, empty when not known
     * @param snapshotType scheduled, onDemand or fallback, empty when not known
     * @param masterKeyUuid the customer's key, empty when there is none
     * @param storageSizeBytes stored size in Atlas in bytes, not the archive's
     */
    public record Snapshot(
            String id,
            Instant takenAt,
            Optional<Instant> expiresAt,
            String mongodbVersion,
            String type,
            String snapshotType,
            String masterKeyUuid,
            OptionalLong storageSizeBytes) {
        /** Refuses nulls. */
        public Snapshot {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(takenAt, "takenAt");
            Objects.requireNonNull(expiresAt, "expiresAt");
            Objects.requireNonNull(mongodbVersion, "mongodbVersion");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(snapshotType, "snapshotType");
            Objects.requireNonNull(masterKeyUuid, "masterKeyUuid");
            Objects.requireNonNull(storageSizeBytes, "storageSizeBytes");
        }
    }

    /**
     * One archive.
     *
     * @param file its name in the copy's folder
     * @param replicaSet the replica set inside, empty when Atlas named none
     * @param bytes its length
     * @param sha256 of its bytes, 64 lower-case hex digits
     * @param entries how many tar entries it holds
     * @param dataFiles how many of them are WiredTiger data files
     * @param uncompressedBytes the length of the tar inside
     * @param storage what the server must be started with, when the archive said so
     * @param proof how it was proved
     */
    public record Archive(
            String file,
            String replicaSet,
            long bytes,
            String sha256,
            long entries,
            long dataFiles,
            long uncompressedBytes,
            Optional<Storage> storage,
            Proof proof) {
        /** Refuses a name or a digest that cannot be one. */
        public Archive {
            if (Layout.archive(file).isEmpty()) {
                throw new IllegalArgumentException("not an archive's file name: '" + file + "'");
            }
            if (!replicaSet.isEmpty()) {
                Names.check(Names.REPLICA_SET, "replica set", replicaSet);
            }
            Names.check(Names.SHA256, "sha256", sha256);
            Objects.requireNonNull(storage, "storage");
            Objects.requireNonNull(proof, "proof");
            if (bytes < 0 || entries < 0 || dataFiles < 0 || uncompressedBytes < 0) {
                throw new IllegalArgumentException("an archive's counts are never negative: " + file);
            }
        }
    }

    /**
     * What storage.bson said: the server refuses the files with other options.
     *
     * @param engine e.g. {@code wiredTiger}, empty when not known
     * @param directoryPerDb a directory for every database
     * @param directoryForIndexes indexes in directories of their own
     * @param groupCollections tables that hold several collections
     */
    public record Storage(
            String engine, boolean directoryPerDb, boolean directoryForIndexes, boolean groupCollections) {}

    /**
     * How an archive was proved. That gzip and tar framing are whole goes without saying: there is no manifest otherwise.
     *
     * @param length against the length the source promised
     * @param shape whether it looks like a WiredTiger data directory
     * @param stored how the stored bytes were proved
     */
    public record Proof(Length length, Shape shape, Stored stored) {}

    /** Whether the source promised a length. */
    public enum Length {
        /** It did, and it was kept. */
        MATCHED,
        /** It did not. */
        UNKNOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the archive looks as expected. */
    public enum Shape {
        /** It does. */
        OK,
        /** It is whole but looks odd: see the warnings. */
        SUSPICIOUS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the stored bytes were proved. */
    public enum Stored {
        /** The store compared a checksum of every part. */
        CHECKSUM,
        /** They were read back once. */
        READBACK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
