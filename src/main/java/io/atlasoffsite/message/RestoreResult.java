package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * What became of a restore: the body of a reply, and what the commands print. Immutable and thread safe.
 *
 * @param requestId the request, empty when it could not be read
 * @param subject what it is about
 * @param outcome how it ended
 */
public record RestoreResult(String requestId, RestoreSubject subject, RestoreOutcome outcome) {

    private static final int SCHEMA = 1;

    /** Refuses null. */
    public RestoreResult {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(outcome, "outcome");
    }

    /**
     * The result as it is sent.
     *
     * @param json the writer; not null
     * @return the tree; its schema is {@code restore-result.schema.json}
     */
    public ObjectNode toTree(Json json) {
        ObjectNode tree = json.object().put("schema", SCHEMA).put("requestId", requestId);
        tree.put("restore", subject.restore()).put("outcome", outcome.word());
        subject.addTo(tree);
        outcome.addAll(tree);
        return tree;
    }
}
