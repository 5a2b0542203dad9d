package io.atlasoffsite.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.store.Manifest.Archive;
import io.atlasoffsite.store.Manifest.Cluster;
import io.atlasoffsite.store.Manifest.Length;
import io.atlasoffsite.store.Manifest.Project;
import io.atlasoffsite.store.Manifest.Proof;
import io.atlasoffsite.store.Manifest.Shape;
import io.atlasoffsite.store.Manifest.Snapshot;
import io.atlasoffsite.store.Manifest.Storage;
import io.atlasoffsite.store.Manifest.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A manifest as a JSON tree, without its seal. Fields that are not known pass; the order of those written is the record's. */
final class ManifestJson {

    static final String FORMAT = "atlas-offsite/manifest";
    static final int VERSION = 1;

    private ManifestJson() {}

    static ObjectNode write(Manifest manifest) {
        ObjectNode root = Json.object();
        root.put("format", FORMAT).put("formatVersion", VERSION);
        root.put("copyId", manifest.copyId().toString());
        root.put("requestId", manifest.requestId()).put("plan", manifest.plan());
        root.putObject("project")
                .put("id", manifest.project().id())
                .put("name", manifest.project().name());
        root.putObject("cluster")
                .put("id", manifest.cluster().id())
                .put("name", manifest.cluster().name())
                .put("kind", manifest.cluster().kind());
        write(manifest.snapshot(), root.putObject("snapshot"));
        ArrayNode archives = root.putArray("archives");
        manifest.archives().forEach(archive -> write(archive, archives.addObject()));
        root.put("startedAt", manifest.startedAt().toString());
        root.put("finishedAt", manifest.finishedAt().toString());
        root.put("tool", manifest.tool());
        ArrayNode warnings = root.putArray("warnings");
        manifest.warnings().forEach(warnings::add);
        return root;
    }

    private static void write(Snapshot snapshot, ObjectNode node) {
        node.put("id", snapshot.id()).put("takenAt", snapshot.takenAt().toString());
        snapshot.expiresAt().ifPresent(instant -> node.put("expiresAt", instant.toString()));
        node.put("mongodbVersion", snapshot.mongodbVersion());
        node.put("type", snapshot.type()).put("snapshotType", snapshot.snapshotType());
        node.put("masterKeyUUID", snapshot.masterKeyUuid());
        snapshot.storageSizeBytes().ifPresent(bytes -> node.put("storageSizeBytes", bytes));
    }

    static void write(Archive archive, ObjectNode node) {
        node.put("file", archive.file()).put("replicaSet", archive.replicaSet());
        node.put("bytes", archive.bytes()).put("sha256", archive.sha256());
        node.put("entries", archive.entries()).put("dataFiles", archive.dataFiles());
        node.put("uncompressedBytes", archive.uncompressedBytes());
        archive.storage()
                .ifPresent(storage -> node.putObject("storage")
                        .put("engine", storage.engine())
                        .put("directoryPerDb", storage.directoryPerDb())
                        .put("directoryForIndexes", storage.directoryForIndexes())
                        .put("groupCollections", storage.groupCollections()));
        node.putObject("proof")
                .put("length", archive.proof().length().word())
                .put("gzip", "ok")
                .put("tar", "ok")
                .put("shape", archive.proof().shape().word())
                .put("stored", archive.proof().stored().word());
    }

    static Manifest read(JsonNode root) throws Json.Malformed {
        CopyId copyId = CopyId.parse(Json.required(root, "copyId"))
                .orElseThrow(() -> new Json.Malformed("'copyId' is not a copy's id"));
        List<Archive> archives = new ArrayList<>();
        for (JsonNode archive : root.path("archives")) {
            archives.add(archive(archive));
        }
        JsonNode project = root.path("project");
        JsonNode cluster = root.path("cluster");
        try {
            return new Manifest(
                    copyId,
                    Json.text(root, "requestId"),
                    Json.text(root, "plan"),
                    new Project(Json.required(project, "id"), Json.text(project, "name")),
                    new Cluster(Json.text(cluster, "id"), Json.required(cluster, "name"), Json.text(cluster, "kind")),
                    snapshot(root.path("snapshot")),
                    archives,
                    Json.instant(root, "startedAt"),
                    Json.instant(root, "finishedAt"),
                    Json.text(root, "tool"),
                    Json.texts(root, "warnings"));
        } catch (IllegalArgumentException failure) {
            throw new Json.Malformed(failure.getMessage());
        }
    }

    private static Snapshot snapshot(JsonNode node) throws Json.Malformed {
        return new Snapshot(
                Json.required(node, "id"),
                Json.instant(node, "takenAt"),
                Json.optionalInstant(node, "expiresAt"),
                Json.text(node, "mongodbVersion"),
                Json.text(node, "type"),
                Json.text(node, "snapshotType"),
                Json.text(node, "masterKeyUUID"),
                Json.optionalNumber(node, "storageSizeBytes"));
    }

    static Archive archive(JsonNode node) throws Json.Malformed {
        JsonNode storage = node.path("storage");
        try {
            return new Archive(
                    Json.required(node, "file"),
                    Json.text(node, "replicaSet"),
                    Json.number(node, "bytes"),
                    Json.required(node, "sha256"),
                    Json.number(node, "entries"),
                    Json.number(node, "dataFiles"),
                    Json.number(node, "uncompressedBytes"),
                    storage.isObject() ? Optional.of(storage(storage)) : Optional.empty(),
                    proof(node.path("proof")));
        } catch (IllegalArgumentException failure) {
            throw new Json.Malformed(failure.getMessage());
        }
    }

    private static Storage storage(JsonNode node) {
        return new Storage(
                Json.text(node, "engine"),
                node.path("directoryPerDb").asBoolean(),
                node.path("directoryForIndexes").asBoolean(),
                node.path("groupCollections").asBoolean());
    }

    private static Proof proof(JsonNode node) throws Json.Malformed {
        return new Proof(
                Length.valueOf(Json.required(node, "length").toUpperCase(Locale.ROOT)),
                Shape.valueOf(Json.required(node, "shape").toUpperCase(Locale.ROOT)),
                Stored.valueOf(Json.required(node, "stored").toUpperCase(Locale.ROOT)));
    }
}
