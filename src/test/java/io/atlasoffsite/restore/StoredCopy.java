package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempt;
import io.atlasoffsite.store.Attempts;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.CopyWriter;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.Sha256;
import io.atlasoffsite.transfer.inspect.Archives;
import io.atlasoffsite.transfer.inspect.DefectException;
import io.atlasoffsite.transfer.inspect.Inspection;
import io.atlasoffsite.transfer.inspect.Inspector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** A sharded cluster's copy, committed as production commits it. */
final class StoredCopy {

    static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    static final CopyId COPY =
            new CopyId(PROJECT, "orders", Instant.parse("2026-08-02T17:06:56Z"), "6a6f78e0cab84da5c4476b25");
    static final List<String> SHARDS = List.of("orders-config-0", "orders-shard-0", "orders-shard-1");

    private StoredCopy() {}

    static Manifest in(ArchiveStore store) throws IOException {
        return in(store, COPY);
    }

    static Manifest in(ArchiveStore store, CopyId copy) throws IOException {
        return in(store, copy, 0);
    }

    /** One whose manifest counts so many entries too many. */
    static Manifest in(ArchiveStore store, CopyId copy, int entriesTooMany) throws IOException {
        return in(store, copy, entriesTooMany, "request-1");
    }

    static Manifest in(ArchiveStore store, CopyId copy, int entriesTooMany, String request) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        SHARDS.forEach(shard -> contents.put(shard, Archives.dataDirectory(shard.hashCode(), 20_000)));
        return in(store, copy, contents, entriesTooMany, request);
    }

    /** One of these archives, by replica set; one named as the cluster is of no replica set. */
    static Manifest in(ArchiveStore store, CopyId copy, Map<String, byte[]> contents) throws IOException {
        return in(store, copy, contents, 0, "request-1");
    }

    private static Manifest in(
            ArchiveStore store, CopyId copy, Map<String, byte[]> contents, int entriesTooMany, String request)
            throws IOException {
        Attempt attempt = new Attempts(store, "node", "p1", Clock.systemUTC(), new Random(7))
                .begin(copy, List.copyOf(contents.keySet()));
        List<Manifest.Archive> archives = new ArrayList<>();
        for (Map.Entry<String, byte[]> one : contents.entrySet()) {
            String shard = one.getKey();
            String path = attempt.archivePath(shard);
            store.put(path, one.getValue());
            String replicaSet = shard.equals(copy.cluster()) ? "" : shard;
            archives.add(
                    archive(path.substring(path.lastIndexOf('/') + 1), replicaSet, one.getValue(), entriesTooMany));
        }
        Manifest manifest = manifest(copy, archives, request);
        byte[] snapshot = ("{\"id\":\"" + copy.snapshotId() + "\"}\n").getBytes(StandardCharsets.UTF_8);
        new CopyWriter(store).commit(manifest, snapshot, attempt);
        attempt.end();
        return manifest;
    }

    private static Manifest.Archive archive(String file, String shard, byte[] content, int entriesTooMany)
            throws IOException {
        Inspection holds = inspection(content);
        return new Manifest.Archive(
                file,
                shard,
                content.length,
                Sha256.hex(content),
                holds.entries() + entriesTooMany,
                holds.dataFiles(),
                holds.uncompressedBytes(),
                holds.storage()
                        .map(options -> new Manifest.Storage(
                                options.engine(),
                                options.directoryPerDb(),
                                options.directoryForIndexes(),
                                options.groupCollections())),
                new Manifest.Proof(Manifest.Length.MATCHED, Manifest.Shape.OK, Manifest.Stored.READBACK));
    }

    /** A hostile archive has none: then the manifest says what an honest one's would. */
    private static Inspection inspection(byte[] content) throws IOException {
        try {
            return new Inspector().inspect(new ByteArrayInputStream(content));
        } catch (DefectException hostile) {
            return new Inspection(1, 0, 1024, Optional.empty(), Inspection.Shape.OK, List.of());
        }
    }

    private static Manifest manifest(CopyId copy, List<Manifest.Archive> archives, String request) {
        return new Manifest(
                copy,
                request,
                "orders-nightly",
                new Manifest.Project(copy.projectId(), "Shop"),
                new Manifest.Cluster("", copy.cluster(), "dedicated"),
                new Manifest.Snapshot(
                        copy.snapshotId(),
                        copy.takenAt(),
                        Optional.empty(),
                        "8.0.29",
                        "shardedCluster",
                        "scheduled",
                        "",
                        OptionalLong.empty()),
                archives,
                Instant.parse("2026-08-02T18:00:00Z"),
                Instant.parse("2026-08-02T18:01:00Z"),
                "atlas-offsite 0.1.0",
                List.of());
    }
}
