package io.atlasoffsite.route;

import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.ArchiveRecord;
import io.atlasoffsite.transfer.LengthProof;
import io.atlasoffsite.transfer.inspect.Inspection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a copy consists of. Stateless. */
final class Manifests {

    private Manifests() {}

    static Manifest of(CopyTask task, FillStore.Filled filled, String tool, Instant now) {
        Snapshot snapshot = task.chosen();
        return new Manifest(
                task.copyId(),
                task.request().requestId(),
                task.planName(),
                new Manifest.Project(task.plan().project(), ""),
                new Manifest.Cluster("", task.plan().cluster(), snapshot.kind().code()),
                snapshot(snapshot, task),
                List.of(archive(snapshot, filled)),
                task.startedAt(),
                now,
                tool,
                warnings(snapshot, filled.inspection()));
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

    private static Manifest.Archive archive(Snapshot snapshot, FillStore.Filled filled) {
        ArchiveRecord record = filled.record();
        Inspection inspection = filled.inspection();
        return new Manifest.Archive(
                filled.file(),
                snapshot.replicaSetName(),
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
                        filled.proof().isPresent() ? Manifest.Stored.READBACK : Manifest.Stored.CHECKSUM));
    }

    private static List<String> warnings(Snapshot snapshot, Inspection inspection) {
        List<String> warnings = new ArrayList<>(inspection.warnings());
        if (snapshot.fallback()) {
            warnings.add("Atlas took this as a fallback snapshot: its data may be inconsistent");
        }
        if (!snapshot.masterKeyUuid().isEmpty()) {
            warnings.add("the files inside stay encrypted with the customer-managed key " + snapshot.masterKeyUuid());
        }
        return warnings;
    }
}
