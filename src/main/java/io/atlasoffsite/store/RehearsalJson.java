package io.atlasoffsite.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.store.RehearsalRecord.Archive;
import io.atlasoffsite.store.RehearsalRecord.Command;
import io.atlasoffsite.store.RehearsalRecord.Failure;
import io.atlasoffsite.store.RehearsalRecord.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The file of a rehearsal's record (docs/format.md). Stateless. */
final class RehearsalJson {

    private static final String FORMAT = "atlas-offsite/rehearsal";
    private static final int VERSION = 1;

    private RehearsalJson() {}

    static ObjectNode tree(RehearsalRecord record) {
        ObjectNode root = Json.object().put("format", FORMAT).put("formatVersion", VERSION);
        root.put("plan", record.place().plan()).put("project", record.place().projectId());
        root.put("cluster", record.place().cluster()).put("store", record.store());
        root.put("copyId", record.copyId().map(CopyId::toString).orElse("")).put("seal", record.seal());
        root.put("startedAt", record.startedAt().toString());
        root.put("finishedAt", record.finishedAt().toString());
        root.put("outcome", record.outcome().word()).put("seconds", rounded(record.seconds()));
        ArrayNode archives = root.putArray("archives");
        record.archives()
                .forEach(archive -> archives.addObject()
                        .put("file", archive.file())
                        .put("replicaSet", archive.replicaSet())
                        .put("bytes", archive.bytes())
                        .put("sha256", archive.sha256())
                        .put("files", archive.files())
                        .put("extractedBytes", archive.extractedBytes()));
        record.command().ifPresent(command -> {
            ObjectNode tree = root.putObject("command");
            command.exit().ifPresent(exit -> tree.put("exit", exit));
            tree.put("seconds", rounded(command.seconds())).put("output", command.output());
        });
        record.failure()
                .ifPresent(why -> root.put("reason", why.reason())
                        .put("summary", why.summary())
                        .put("hint", why.hint()));
        return root.put("tool", record.tool());
    }

    static RehearsalRecord parse(byte[] file) throws Json.Malformed {
        JsonNode root = Json.parse(file);
        if (!Json.text(root, "format").equals(FORMAT) || Json.number(root, "formatVersion") != VERSION) {
            throw new Json.Malformed("it names another format");
        }
        try {
            return new RehearsalRecord(
                    new RehearsalRecord.Place(
                            Json.required(root, "plan"),
                            Json.required(root, "project"),
                            Json.required(root, "cluster")),
                    Json.required(root, "store"),
                    CopyId.parse(Json.text(root, "copyId")),
                    Json.text(root, "seal"),
                    Json.instant(root, "startedAt"),
                    Json.instant(root, "finishedAt"),
                    Outcome.ofWord(Json.text(root, "outcome"))
                            .orElseThrow(() -> new Json.Malformed("'outcome' is no outcome")),
                    archives(root.path("archives")),
                    root.path("seconds").asDouble(),
                    command(root.path("command")),
                    failure(root),
                    Json.text(root, "tool"));
        } catch (IllegalArgumentException contradiction) {
            throw new Json.Malformed("it contradicts itself");
        }
    }

    private static List<Archive> archives(JsonNode list) throws Json.Malformed {
        List<Archive> archives = new ArrayList<>();
        for (JsonNode node : list) {
            archives.add(new Archive(
                    Json.required(node, "file"),
                    Json.text(node, "replicaSet"),
                    Json.number(node, "bytes"),
                    Json.text(node, "sha256"),
                    Json.number(node, "files"),
                    Json.number(node, "extractedBytes")));
        }
        return archives;
    }

    private static Optional<Command> command(JsonNode node) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        JsonNode exit = node.path("exit");
        return Optional.of(new Command(
                exit.isInt() ? OptionalInt.of(exit.intValue()) : OptionalInt.empty(),
                node.path("seconds").asDouble(),
                Json.text(node, "output")));
    }

    private static Optional<Failure> failure(JsonNode root) {
        return Optional.of(Json.text(root, "reason"))
                .filter(reason -> !reason.isEmpty())
                .map(reason -> new Failure(reason, Json.text(root, "summary"), Json.text(root, "hint")));
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
