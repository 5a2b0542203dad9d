package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempt;
import io.atlasoffsite.store.Attempts;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.CopyWriter;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.Sha256;
import io.atlasoffsite.transfer.inspect.Archives;
import io.atlasoffsite.transfer.inspect.Inspection;
import io.atlasoffsite.transfer.inspect.Inspector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        Attempt attempt = new Attempts(store, "node", "p1", Clock.systemUTC(), new Random(7)).begin(copy, SHARDS);
        List<Manifest.Archive> archives = new ArrayList<>();
        for (String shard : SHARDS) {
            byte[] content = Archives.dataDirectory(shard.hashCode(), 20_000);
            String path = attempt.archivePath(shard);
            store.put(path, content);
            archives.add(archive(path.substring(path.lastIndexOf('/') + 1), shard, content, entriesTooMany));
        }
        Manifest manifest = manifest(copy, archives, request);
        byte[] snapshot = ("{\"id\":\"" + copy.snapshotId() + "\"}\n").getBytes(StandardCharsets.UTF_8);
        new CopyWriter(store).commit(manifest, snapshot, attempt);
        attempt.end();
        return manifest;
    }

    private static Manifest.Archive archive(String file, String shard, byte[] content, int entriesTooMany)
            throws IOException {
        Inspection holds = new Inspector().inspect(new ByteArrayInputStream(content));
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
