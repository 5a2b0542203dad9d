package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Dead letters as JSON. */
final class DeadLetterJson {

    private static final int SCHEMA = 1;

    private DeadLetterJson() {}

    static ObjectNode write(DeadLetter letter, Json json) {
        ObjectNode tree = json.object();
        tree.put("schema", SCHEMA)
                .put("id", letter.id())
                .put("reason", letter.reason().code());
        tree.put("retryable", letter.retryable())
                .put("summary", letter.summary())
                .put("hint", letter.hint());
        tree.putObject("http")
                .put("status", letter.http().status())
                .put("errorCode", letter.http().errorCode())
                .put("detail", letter.http().detail());
        putQueue(tree, letter.queue());
        putRequest(tree, letter.request(), json);
        DeadLetter.Context context = letter.context();
        tree.put("plan", context.plan()).put("cluster", context.cluster()).put("snapshotId", context.snapshotId());
        tree.set("stores", json.tree(context.stores()));
        tree.put("attempts", letter.attempts());
        tree.put("firstFailedAt", letter.firstFailedAt().toString());
        tree.put("lastFailedAt", letter.lastFailedAt().toString());
        return tree;
    }

    static DeadLetter read(byte[] utf8, Json json) {
        try {
            JsonNode tree = json.read(utf8);
            if (tree.path("schema").asInt() != SCHEMA) {
                throw new IOException("schema is not " + SCHEMA);
            }
            return letter(tree, json);
        } catch (IOException | DateTimeException | IllegalArgumentException unreadable) {
            // The cause's text can quote the letter's bytes, so it goes no further.
            throw OffsiteException.because(Reason.INVALID_REQUEST, "a dead letter cannot be read")
                    .hint("it was not written by this version of offsite; look at it with the broker's own tools")
                    .build();
        }
    }

    private static DeadLetter letter(JsonNode tree, Json json) throws IOException {
        JsonNode http = tree.path("http");
        return new DeadLetter(
                text(tree, "id"),
                Reason.ofCode(text(tree, "reason")).orElseThrow(() -> new IOException("unknown reason")),
                tree.path("retryable").asBoolean(),
                text(tree, "summary"),
                text(tree, "hint"),
                new DeadLetter.Http(http.path("status").asInt(), text(http, "errorCode"), text(http, "detail")),
                queue(tree),
                request(tree, json),
                new DeadLetter.Context(
                        text(tree, "plan"),
                        text(tree, "cluster"),
                        text(tree, "snapshotId"),
                        texts(tree.path("stores"))),
                tree.path("attempts").asInt(),
                Instant.parse(text(tree, "firstFailedAt")),
                Instant.parse(text(tree, "lastFailedAt")));
    }

    /** Letters were about copies only, once: those say nothing. */
    private static void putQueue(ObjectNode tree, RequestQueue queue) {
        if (queue != RequestQueue.COPY) {
            tree.put("requestQueue", queue.queue());
        }
    }

    private static RequestQueue queue(JsonNode tree) throws IOException {
        if (!tree.has("requestQueue")) {
            return RequestQueue.COPY;
        }
        return RequestQueue.named(text(tree, "requestQueue")).orElseThrow(() -> new IOException("unknown queue"));
    }

    /** Two keys, because what is whole is somebody else's object and may look like anything. */
    private static void putRequest(ObjectNode tree, DeadRequest request, Json json) {
        if (request instanceof DeadRequest.Whole whole) {
            tree.set("request", json.readOwn(whole.json()));
        }
        if (request instanceof DeadRequest.Broken broken) {
            tree.putObject("brokenRequest")
                    .put("encoding", broken.encoding().name().toLowerCase(Locale.ROOT))
                    .put("head", broken.head())
                    .put("bytes", broken.bytes())
                    .put("sha256", broken.sha256());
        }
    }

    private static DeadRequest request(JsonNode tree, Json json) throws IOException {
        JsonNode whole = tree.path("request");
        if (whole.isObject()) {
            return new DeadRequest.Whole(json.write(whole));
        }
        JsonNode broken = tree.path("brokenRequest");
        return new DeadRequest.Broken(
                DeadRequest.Encoding.valueOf(text(broken, "encoding").toUpperCase(Locale.ROOT)),
                text(broken, "head"),
                broken.path("bytes").asLong(),
                text(broken, "sha256"));
    }

    private static String text(JsonNode tree, String key) throws IOException {
        JsonNode value = tree.path(key);
        if (!value.isTextual()) {
            throw new IOException("no text at " + key);
        }
        return value.textValue();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
