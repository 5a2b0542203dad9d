package io.atlasoffsite.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** An attempt's record as a file. */
final class AttemptJson {

    private AttemptJson() {}

    static byte[] write(AttemptRecord attempt) {
        ObjectNode root = Json.object();
        root.put("attempt", attempt.attempt());
        root.put("node", attempt.node());
        root.put("process", attempt.process());
        root.put("copyId", attempt.copyId().toString());
        ArrayNode files = root.putArray("files");
        attempt.files().forEach(files::add);
        ArrayNode uploads = root.putArray("uploads");
        for (AttemptRecord.Upload upload : attempt.uploads()) {
            uploads.addObject().put("path", upload.path()).put("id", upload.id());
        }
        root.put("startedAt", attempt.startedAt().toString());
        root.put("seenAt", attempt.seenAt().toString());
        return Json.bytes(root);
    }

    static AttemptRecord read(byte[] content) throws Json.Malformed {
        JsonNode root = Json.parse(content);
        List<AttemptRecord.Upload> uploads = new ArrayList<>();
        for (JsonNode upload : root.path("uploads")) {
            uploads.add(new AttemptRecord.Upload(Json.required(upload, "path"), Json.required(upload, "id")));
        }
        CopyId copyId = CopyId.parse(Json.required(root, "copyId"))
                .orElseThrow(() -> new Json.Malformed("'copyId' is not a copy's id"));
        try {
            return new AttemptRecord(
                    Json.required(root, "attempt"),
                    Json.text(root, "node"),
                    Json.text(root, "process"),
                    copyId,
                    Json.texts(root, "files"),
                    uploads,
                    Json.instant(root, "startedAt"),
                    Json.instant(root, "seenAt"));
        } catch (IllegalArgumentException failure) {
            throw new Json.Malformed(failure.getMessage());
        }
    }
}
