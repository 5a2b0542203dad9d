package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * What became of a request: one outcome per store and archive. Immutable and thread safe.
 *
 * @param requestId the request
 * @param plan the plan's name, empty when the request named none
 * @param outcomes what happened, in the order it was asked for
 */
public record CopyResult(String requestId, String plan, List<CopyOutcome> outcomes) {

    private static final int SCHEMA = 1;

    /** Refuses null and copies the list. */
    public CopyResult {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(plan, "plan");
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Whether every copy is there.
     *
     * @return true when nothing failed
     */
    public boolean complete() {
        return outcomes.stream().noneMatch(outcome -> outcome.outcome() == Outcome.FAILED);
    }

    /**
     * What {@code offsite copy --json} prints: a list of flat objects, one per store and archive.
     *
     * @param json the writer; not null
     * @return the tree; its schema is {@code copy-result.schema.json}
     */
    public ArrayNode toTree(Json json) {
        ArrayNode list = json.list();
        outcomes.forEach(outcome -> list.add(outcome.toTree(json)));
        return list;
    }

    /**
     * What is told to who takes over: the same, with the request, the plan, and where each copy is.
     *
     * @param json the writer; not null
     * @return the tree; its schema is {@code copy-handover.schema.json}
     */
    public ObjectNode toHandover(Json json) {
        ObjectNode tree = json.object().put("schema", SCHEMA).put("requestId", requestId);
        ArrayNode list = tree.put("plan", plan).putArray("outcomes");
        outcomes.forEach(outcome -> list.add(outcome.toLocatedTree(json)));
        return tree;
    }
}
