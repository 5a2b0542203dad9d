package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads and writes copy requests. Immutable and thread safe. */
public final class Requests {

    /** The largest request, in bytes. */
    public static final int LARGEST = 64 * 1024;

    private static final int SCHEMA = 1;

    private final Json json;

    /**
     * Makes a reader and writer.
     *
     * @param json how JSON is read; not null
     */
    public Requests(Json json) {
        this.json = json;
    }

    /**
     * What is wrong with a request that need not be read to be refused.
     *
     * @param bytes its length, more than {@link #LARGEST}
     * @return the exception, with {@link io.atlasoffsite.Reason#INVALID_REQUEST}
     */
    public static OffsiteException tooLarge(long bytes) {
        return Fields.tooLarge(bytes, LARGEST);
    }

    /**
     * Reads a request.
     *
     * @param body the text; not null
     * @return the request; each of its values fits its pattern
     * @throws OffsiteException with {@link io.atlasoffsite.Reason#INVALID_REQUEST} when it is none: the message names the field, the
     *     hint the remedy, and at most 80 printable characters of the request are quoted
     */
    public CopyRequest parse(String body) {
        return parse(body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a request.
     *
     * @param body UTF-8; not null
     * @return the request; each of its values fits its pattern
     * @throws OffsiteException with {@link io.atlasoffsite.Reason#INVALID_REQUEST} when it is none: the message names the field, the
     *     hint the remedy, and at most 80 printable characters of the request are quoted
     */
    public CopyRequest parse(byte[] body) {
        Fields fields = Fields.read(body, LARGEST, json);
        fields.schema(SCHEMA);
        return fields.has("plan") ? ofPlan(fields) : ofCluster(fields);
    }

    /**
     * Writes a request.
     *
     * @param request the request; not null
     * @return the tree; its schema is {@code copy-request.schema.json}
     */
    public ObjectNode toTree(CopyRequest request) {
        ObjectNode tree = json.object();
        tree.put("schema", SCHEMA).put("requestId", request.requestId());
        if (request instanceof CopyRequest.OfPlan plan) {
            tree.put("plan", plan.plan());
            plan.project().ifPresent(project -> tree.put("project", project));
            plan.cluster().ifPresent(cluster -> tree.put("cluster", cluster));
            plan.kind().ifPresent(kind -> tree.put("kind", kind));
        }
        if (request instanceof CopyRequest.OfCluster spelt) {
            tree.put("atlas", spelt.atlas()).put("project", spelt.project()).put("cluster", spelt.cluster());
            spelt.kind().ifPresent(kind -> tree.put("kind", kind));
            tree.set("stores", json.tree(spelt.stores()));
        }
        request.snapshotId().ifPresent(snapshot -> tree.put("snapshotId", snapshot));
        return tree;
    }

    /**
     * Writes a request as it is sent.
     *
     * @param request the request; not null
     * @return JSON on one line
     */
    public String write(CopyRequest request) {
        return json.write(toTree(request));
    }

    private static CopyRequest ofPlan(Fields fields) {
        fields.refuse("atlas", "plan", "give either plan, or atlas, project, cluster and stores");
        fields.refuse("stores", "plan", "give either plan, or atlas, project, cluster and stores");
        return new CopyRequest.OfPlan(
                fields.text("requestId", Shape.REQUEST_ID),
                fields.text("plan", Shape.NAME),
                fields.optionalText("project", Shape.OBJECT_ID),
                fields.optionalText("cluster", Shape.CLUSTER),
                fields.optionalText("kind", Shape.KIND),
                fields.optionalText("snapshotId", Shape.OBJECT_ID));
    }

    private static CopyRequest ofCluster(Fields fields) {
        Optional<String> kind = fields.optionalText("kind", Shape.KIND);
        return new CopyRequest.OfCluster(
                fields.text("requestId", Shape.REQUEST_ID),
                fields.text("atlas", Shape.NAME),
                fields.text("project", Shape.OBJECT_ID),
                fields.text("cluster", Shape.CLUSTER),
                kind,
                fields.optionalText("snapshotId", Shape.OBJECT_ID),
                fields.texts("stores", Shape.NAME));
    }
}
