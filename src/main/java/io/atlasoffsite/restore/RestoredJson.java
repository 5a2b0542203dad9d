package io.atlasoffsite.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.store.CopyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a restore writes down: {@code restored.json} beside the restored files, and while it is under way what it is of and which
 * archives are done. Stateless.
 */
final class RestoredJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String RESTORED = "atlas-offsite/restored";
    private static final String UNDER_WAY = "atlas-offsite/restore";

    private RestoredJson() {}

    /** The marker of a directory that a restore is at work in. */
    static byte[] marker(RestoreTask task, Instant now) {
        return bytes(header(UNDER_WAY)
                .put("copyId", task.copy().toString())
                .put("requestId", task.requestId())
                .put("startedAt", now.toString()));
    }

    /** The copy a marker names, empty for what is no marker of ours. */
    static Optional<CopyId> copyOfMarker(byte[] marker) {
        return tree(marker)
                .filter(root -> ours(root, UNDER_WAY))
                .flatMap(root -> CopyId.parse(root.path("copyId").asText()));
    }

    static byte[] restored(Restored restored, RestoreTask task, String tool, Instant now) {
        ObjectNode root = header(RESTORED)
                .put("requestId", task.requestId())
                .put("copyId", restored.copyId().toString());
        ArrayNode shards = root.putArray("shards");
        asked(task).forEach(shards::add);
        root.put("seal", restored.seal())
                .put("mongodbVersion", restored.mongodbVersion())
                .put("restoredAt", now.toString())
                .put("tool", tool)
                .put("whole", restored.whole());
        ArrayNode archives = root.putArray("archives");
        restored.archives().forEach(archive -> write(archive, archives.addObject()));
        ArrayNode warnings = root.putArray("warnings");
        restored.warnings().forEach(warnings::add);
        return bytes(root);
    }

    /** The answer again, when the file says that this very request made it and was asked for the same. */
    static Optional<Restored> again(byte[] file, RestoreTask task) {
        Optional<JsonNode> read = tree(file)
                .filter(root -> ours(root, RESTORED)
                        && root.path("requestId").asText().equals(task.requestId())
                        && root.path("copyId").asText().equals(task.copy().toString())
                        && root.path("shards").isArray()
                        && texts(root.path("shards")).equals(asked(task))
                        && (root.path("whole").asBoolean() || task.acceptDamaged()));
        return read.map(root -> restored(root, task.copy(), task.into()));
    }

    private static List<String> asked(RestoreTask task) {
        return task.shards().stream().distinct().sorted().toList();
    }

    private static Restored restored(JsonNode root, CopyId copy, Path into) {
        List<Restored.Archive> archives = new ArrayList<>();
        root.path("archives").forEach(node -> archives.add(archive(node)));
        return new Restored(
                copy,
                into,
                root.path("whole").asBoolean(),
                true,
                root.path("seal").asText(),
                root.path("mongodbVersion").asText(),
                0,
                0,
                archives,
                texts(root.path("warnings")));
    }

    /** An archive that is done. */
    static byte[] done(Restored.Archive archive) {
        ObjectNode root = MAPPER.createObjectNode();
        write(archive, root);
        return bytes(root);
    }

    static Optional<Restored.Archive> done(byte[] file) {
        return tree(file)
                .map(RestoredJson::archive)
                .map(archive -> new Restored.Archive(
                        archive.file(),
                        archive.replicaSet(),
                        archive.directory(),
                        archive.store(),
                        archive.bytes(),
                        archive.sha256(),
                        archive.files(),
                        archive.extractedBytes(),
                        archive.proved(),
                        true,
                        archive.unproved()));
    }

    private static void write(Restored.Archive archive, ObjectNode node) {
        node.put("file", archive.file())
                .put("replicaSet", archive.replicaSet())
                .put("directory", archive.directory())
                .put("store", archive.store())
                .put("bytes", archive.bytes())
                .put("sha256", archive.sha256())
                .put("files", archive.files())
                .put("extractedBytes", archive.extractedBytes())
                .put("proved", archive.proved())
                .put("resumed", archive.resumed());
        ArrayNode unproved = node.putArray("unproved");
        archive.unproved().forEach(unproved::add);
    }

    private static Restored.Archive archive(JsonNode node) {
        return new Restored.Archive(
                node.path("file").asText(),
                node.path("replicaSet").asText(),
                node.path("directory").asText(),
                node.path("store").asText(),
                node.path("bytes").asLong(),
                node.path("sha256").asText(),
                node.path("files").asLong(),
                node.path("extractedBytes").asLong(),
                node.path("proved").asBoolean(),
                node.path("resumed").asBoolean(),
                texts(node.path("unproved")));
    }

    private static List<String> texts(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(text -> all.add(text.asText()));
        return all;
    }

    private static ObjectNode header(String format) {
        return MAPPER.createObjectNode().put("format", format).put("formatVersion", 1);
    }

    private static boolean ours(JsonNode root, String format) {
        return root.path("format").asText().equals(format)
                && root.path("formatVersion").asInt() == 1;
    }

    private static Optional<JsonNode> tree(byte[] content) {
        try {
            return Optional.ofNullable(MAPPER.readTree(content)).filter(JsonNode::isObject);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ObjectNode node) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        try {
            return (MAPPER.writer(printer).writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON nodes cannot be written", impossible);
        }
    }
}
