package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something happened to a restore. Immutable and thread safe. The id of its event derives from type, request, subject and place, never
 * from the time: a redelivered request announces the same event again. A request may fail more than once, and one that cannot be read
 * has no id: the id of a failed event derives from the message that brought it, too.
 *
 * @param type what happened
 * @param requestId the request, empty when it could not be read
 * @param subject what it is about
 * @param outcome how it ended; empty exactly when it has just begun
 * @param message the message that failed, the same at each delivery; empty for the other types
 */
public record RestoreEvent(
        Type type, String requestId, RestoreSubject subject, Optional<RestoreOutcome> outcome, String message) {

    /** Refuses null, and an end without an outcome. */
    public RestoreEvent {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(message, "message");
        if (outcome.isEmpty() != (type == Type.STARTED)) {
            throw new IllegalArgumentException("what has ended has an outcome, and only that");
        }
    }

    /**
     * A restore begins.
     *
     * @param requestId the request; not null
     * @param subject what it is about; not null
     * @return the event
     */
    public static RestoreEvent started(String requestId, RestoreSubject subject) {
        return new RestoreEvent(Type.STARTED, requestId, subject, Optional.empty(), "");
    }

    /**
     * A restore has come to its good end.
     *
     * @param result how it ended; not null
     * @return the event
     */
    public static RestoreEvent completed(RestoreResult result) {
        return new RestoreEvent(
                Type.COMPLETED, result.requestId(), result.subject(), Optional.of(result.outcome()), "");
    }

    /**
     * A restore did not come about, or nobody knows.
     *
     * @param result why; not null
     * @param message the id of the message that brought the request; not null
     * @return the event
     */
    public static RestoreEvent failed(RestoreResult result, String message) {
        return new RestoreEvent(
                Type.FAILED, result.requestId(), result.subject(), Optional.of(result.outcome()), message);
    }

    /**
     * The event's id.
     *
     * @return a UUID, the same for the same happening
     */
    public String id() {
        return CloudEvent.idOf(type.word(), subject.restore(), subject.what(), subject.where(), requestId, message);
    }

    /**
     * Puts the event into its envelope.
     *
     * @param json the writer; not null
     * @param source the installation that speaks; not null
     * @param time when it happened; not null
     * @return the envelope
     */
    public CloudEvent toCloudEvent(Json json, URI source, Instant time) {
        ObjectNode data = json.object().put("requestId", requestId).put("restore", subject.restore());
        subject.addTo(data);
        data.put("outcome", outcome.map(RestoreOutcome::word).orElse("started"));
        outcome.ifPresent(how -> how.addFacts(data));
        return new CloudEvent(id(), type.word(), source, subject.what(), time, data);
    }

    /** What happened. */
    public enum Type {
        /** Nothing was written yet. */
        STARTED("started"),
        /** The directory is there, or Atlas is done. */
        COMPLETED("completed"),
        /** There is a dead letter, or the caller was told. */
        FAILED("failed");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /**
         * The CloudEvents type.
         *
         * @return e.g. {@code io.atlasoffsite.restore.completed}
         */
        public String word() {
            return "io.atlasoffsite.restore." + word;
        }
    }
}
