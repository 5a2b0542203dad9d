package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes restore requests, of both kinds. Restoring is dangerous: a field nobody knows is refused, for it may have been meant to
 * hold something back. Immutable and thread safe.
 */
public final class RestoreRequests {

    private static final int SCHEMA = 1;
    private static final int MOST_SHARDS = 128;
    private static final long LARGEST_NUMBER = 0xFFFF_FFFFL;

    private static final Set<String> OFFSITE =
            Set.of("schema", "requestId", "copy", "newest", "store", "into", "shards", "replyTo");
    private static final Set<String> IN_ATLAS = Set.of(
            "schema",
            "requestId",
            "atlas",
            "project",
            "cluster",
            "kind",
            "snapshotId",
            "newest",
            "pointInTime",
            "target",
            "confirm",
            "notAfter",
            "replyTo");

    private final Json json;

    /**
     * Makes a reader and writer.
     *
     * @param json how JSON is read; not null
     */
    public RestoreRequests(Json json) {
        this.json = json;
    }

    /**
     * Reads the request of an offsite restore.
     *
     * @param body UTF-8; not null
     * @return the request; each of its values fits its pattern
     * @throws OffsiteException with {@link io.atlasoffsite.Reason#INVALID_REQUEST} when it is none: the message names the field, the
     *     hint the remedy, and at most 80 printable characters of the request are quoted
     */
    public RestoreRequest parseOffsite(byte[] body) {
        Fields fields = Fields.read(body, Requests.LARGEST, json);
        fields.schema(SCHEMA);
        fields.only(OFFSITE);
        fields.exactlyOne("copy", "newest");
        Optional<String> copy = fields.optionalText("copy", Shape.COPY);
        Optional<String> prefix =
                copy.filter(name -> name.contains(":")).map(name -> name.substring(0, name.indexOf(':')));
        if (prefix.isPresent()) {
            fields.refuse("store", "copy", "name the store once");
        }
        return new RestoreRequest(
                fields.text("requestId", Shape.REQUEST_ID),
                copy.<RestoreRequest.Choice>map(name -> new RestoreRequest.Named(name.substring(name.indexOf(':') + 1)))
                        .orElseGet(() -> newest(fields.object("newest"))),
                prefix.or(() -> fields.optionalText("store", Shape.NAME)),
                fields.text("into", Shape.INTO),
                fields.has("shards") ? fields.texts("shards", Shape.REPLICA_SET, MOST_SHARDS) : List.of(),
                fields.optionalText("replyTo", Shape.QUEUE));
    }

    private static RestoreRequest.Newest newest(Fields fields) {
        fields.only(Set.of("plan", "cluster", "before"));
        return new RestoreRequest.Newest(
                fields.text("plan", Shape.NAME),
                fields.optionalText("cluster", Shape.CLUSTER),
                fields.optionalInstant("before"));
    }

    /**
     * Reads the request of a restore in Atlas.
     *
     * @param body UTF-8; not null
     * @return the request; each of its values fits its pattern
     * @throws OffsiteException as {@link #parseOffsite}
     */
    public AtlasRestoreRequest parseInAtlas(byte[] body) {
        Fields fields = Fields.read(body, Requests.LARGEST, json);
        fields.schema(SCHEMA);
        fields.only(IN_ATLAS);
        Fields target = fields.object("target");
        target.only(Set.of("project", "cluster"));
        return new AtlasRestoreRequest(
                fields.text("requestId", Shape.REQUEST_ID),
                fields.text("atlas", Shape.NAME),
                fields.text("project", Shape.OBJECT_ID),
                fields.text("cluster", Shape.CLUSTER),
                fields.optionalText("kind", Shape.KIND),
                choice(fields),
                new AtlasRestoreRequest.Target(
                        target.text("project", Shape.OBJECT_ID), target.text("cluster", Shape.CLUSTER)),
                fields.optionalText("confirm", Shape.CONFIRMATION),
                fields.instant("notAfter"),
                fields.optionalText("replyTo", Shape.QUEUE));
    }

    private static AtlasRestoreRequest.Choice choice(Fields fields) {
        if (fields.has("newest")) {
            fields.onlyTrue("newest");
            fields.refuse("snapshotId", "newest", "give one of the two");
        }
        Optional<String> snapshot = fields.optionalText("snapshotId", Shape.OBJECT_ID);
        if (fields.has("pointInTime")) {
            return new AtlasRestoreRequest.PointInTime(moment(fields), snapshot);
        }
        if (fields.has("newest")) {
            return new AtlasRestoreRequest.Newest();
        }
        return new AtlasRestoreRequest.OfSnapshot(snapshot.orElseGet(() -> fields.text("snapshotId", Shape.OBJECT_ID)));
    }

    private static AtlasRestoreRequest.Moment moment(Fields fields) {
        if (!fields.isObject("pointInTime")) {
            return new AtlasRestoreRequest.At(fields.instant("pointInTime"));
        }
        Fields oplog = fields.object("pointInTime");
        oplog.only(Set.of("oplogTs", "oplogInc"));
        return new AtlasRestoreRequest.Oplog(
                oplog.number("oplogTs", LARGEST_NUMBER), oplog.number("oplogInc", LARGEST_NUMBER));
    }

    /**
     * Reads a request as text, of an offsite restore.
     *
     * @param body the text; not null
     * @return the request
     * @throws OffsiteException as {@link #parseOffsite(byte[])}
     */
    public RestoreRequest parseOffsite(String body) {
        return parseOffsite(body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a request as text, of a restore in Atlas.
     *
     * @param body the text; not null
     * @return the request
     * @throws OffsiteException as {@link #parseOffsite(byte[])}
     */
    public AtlasRestoreRequest parseInAtlas(String body) {
        return parseInAtlas(body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes the request of an offsite restore.
     *
     * @param request the request; not null
     * @return the tree; its schema is {@code restore-request.schema.json}, unless a command made it with a path of its own
     */
    public ObjectNode toTree(RestoreRequest request) {
        ObjectNode tree = json.object().put("schema", SCHEMA).put("requestId", request.requestId());
        if (request.choice() instanceof RestoreRequest.Named named) {
            tree.put("copy", named.name());
        }
        if (request.choice() instanceof RestoreRequest.Newest newest) {
            ObjectNode inner = tree.putObject("newest").put("plan", newest.plan());
            newest.cluster().ifPresent(cluster -> inner.put("cluster", cluster));
            newest.before().ifPresent(before -> inner.put("before", before.toString()));
        }
        request.store().ifPresent(store -> tree.put("store", store));
        tree.put("into", request.into());
        if (!request.shards().isEmpty()) {
            tree.set("shards", json.tree(request.shards()));
        }
        request.replyTo().ifPresent(queue -> tree.put("replyTo", queue));
        return tree;
    }

    /**
     * Writes the request of a restore in Atlas.
     *
     * @param request the request; not null
     * @return the tree; its schema is {@code atlas-restore-request.schema.json}
     */
    public ObjectNode toTree(AtlasRestoreRequest request) {
        ObjectNode tree = json.object().put("schema", SCHEMA).put("requestId", request.requestId());
        tree.put("atlas", request.atlas()).put("project", request.project()).put("cluster", request.cluster());
        request.kind().ifPresent(kind -> tree.put("kind", kind));
        request.snapshotId().ifPresent(snapshot -> tree.put("snapshotId", snapshot));
        if (request.choice() instanceof AtlasRestoreRequest.Newest) {
            tree.put("newest", true);
        }
        if (request.choice() instanceof AtlasRestoreRequest.PointInTime point) {
            putMoment(tree, point.moment());
        }
        tree.putObject("target")
                .put("project", request.target().project())
                .put("cluster", request.target().cluster());
        request.confirm().ifPresent(confirm -> tree.put("confirm", confirm));
        tree.put("notAfter", request.notAfter().toString());
        request.replyTo().ifPresent(queue -> tree.put("replyTo", queue));
        return tree;
    }

    private static void putMoment(ObjectNode tree, AtlasRestoreRequest.Moment moment) {
        if (moment instanceof AtlasRestoreRequest.At at) {
            tree.put("pointInTime", at.instant().toString());
        }
        if (moment instanceof AtlasRestoreRequest.Oplog oplog) {
            tree.putObject("pointInTime").put("oplogTs", oplog.oplogTs()).put("oplogInc", oplog.oplogInc());
        }
    }

    /**
     * Writes the request of an offsite restore as it is sent.
     *
     * @param request the request; not null
     * @return JSON on one line
     */
    public String write(RestoreRequest request) {
        return json.write(toTree(request));
    }

    /**
     * Writes the request of a restore in Atlas as it is sent.
     *
     * @param request the request; not null
     * @return JSON on one line
     */
    public String write(AtlasRestoreRequest request) {
        return json.write(toTree(request));
    }
}
