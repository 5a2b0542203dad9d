package io.atlasoffsite.route;

import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.store.KeptArchives;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.ArchiveRecord;
import io.atlasoffsite.transfer.LengthProof;
import io.atlasoffsite.transfer.Proof;
import io.atlasoffsite.transfer.inspect.Inspection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Writes down what a copy consists of. Stateless. */
final class Manifests {

    private Manifests() {}

    static Manifest of(CopyTask task, List<KeptArchives.Kept> archives, String tool, Instant now) {
        Snapshot snapshot = task.chosen();
        List<KeptArchives.Kept> inOrder = archives.stream()
                .sorted(Comparator.comparing(KeptArchives.Kept::name))
                .toList();
        return new Manifest(
                task.copyId(),
                task.request().requestId(),
                task.planName(),
                new Manifest.Project(task.plan().project(), ""),
                new Manifest.Cluster("", task.plan().cluster(), snapshot.kind().code()),
                snapshot(snapshot, task),
                inOrder.stream().map(KeptArchives.Kept::archive).toList(),
                task.startedAt(),
                now,
                tool,
                warnings(snapshot, inOrder));
    }

    /** What the manifest will say of an archive that has arrived and is proved. */
    static KeptArchives.Kept archive(FillStore.Arrived arrived, Optional<Proof> proof) {
        Inspection inspection = arrived.record()
                .inspection()
                .or(() -> proof.flatMap(Proof::inspection))
                .orElseThrow(() -> new IllegalStateException("an archive was neither inspected nor read back"));
        return new KeptArchives.Kept(
                arrived.wanted().name(), archive(arrived, inspection, proof.isPresent()), inspection.warnings());
    }

    private static Manifest.Snapshot snapshot(Snapshot snapshot, CopyTask task) {
        return new Manifest.Snapshot(
                snapshot.id(),
                task.copyId().takenAt(),
                snapshot.expiresAt().map(at -> at.truncatedTo(ChronoUnit.SECONDS)),
                snapshot.mongodbVersion(),
                snapshot.type(),
                snapshot.snapshotType(),
                snapshot.masterKeyUuid(),
                snapshot.storageSizeBytes());
    }

    private static Manifest.Archive archive(FillStore.Arrived arrived, Inspection inspection, boolean readBack) {
        ArchiveRecord record = arrived.record();
        return new Manifest.Archive(
                arrived.file(),
                arrived.wanted().replicaSet(),
                record.bytes(),
                record.sha256(),
                inspection.entries(),
                inspection.dataFiles(),
                inspection.uncompressedBytes(),
                inspection
                        .storage()
                        .map(options -> new Manifest.Storage(
                                options.engine(),
                                options.directoryPerDb(),
                                options.directoryForIndexes(),
                                options.groupCollections())),
                new Manifest.Proof(
                        record.length() == LengthProof.MATCHED ? Manifest.Length.MATCHED : Manifest.Length.UNKNOWN,
                        inspection.shape() == Inspection.Shape.OK ? Manifest.Shape.OK : Manifest.Shape.SUSPICIOUS,
                        readBack ? Manifest.Stored.READBACK : Manifest.Stored.CHECKSUM));
    }

    private static List<String> warnings(Snapshot snapshot, List<KeptArchives.Kept> archives) {
        List<String> warnings = new ArrayList<>();
        archives.forEach(archive -> warnings.addAll(archive.warnings()));
        if (snapshot.fallback()) {
            warnings.add("Atlas took this as a fallback snapshot: its data may be inconsistent");
        }
        if (!snapshot.masterKeyUuid().isEmpty()) {
            warnings.add("the files inside stay encrypted with the customer-managed key " + snapshot.masterKeyUuid());
        }
        return warnings;
    }
}
