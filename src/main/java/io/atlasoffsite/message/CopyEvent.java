package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.Reason;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something happened to a copy in a store. Immutable and thread safe. The id of its event derives from type, snapshot or copy,
 * store and request, never from the time: a redelivered request announces the same event again. A request may fail more than
 * once, and one that cannot be read has no id: the id of a failed event derives from the message that brought it, too.
 *
 * @param type what happened
 * @param requestId the request, empty when it could not be read
 * @param plan the plan's name, empty when the request named none
 * @param copyId the copy, empty when it failed before the snapshot was known
 * @param store the store's name, empty when it failed before a store was chosen
 * @param stored what lies in the store now; present when copied or skipped
 * @param failure why not; present exactly when the type is {@link Type#FAILED}
 * @param message the message that failed, the same at each delivery; empty for the other types
 */
public record CopyEvent(
        Type type,
        String requestId,
        String plan,
        String copyId,
        String store,
        Optional<Stored> stored,
        Optional<CopyOutcome.Failure> failure,
        String message) {

    /** Refuses null, and a failure without a reason. */
    public CopyEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(copyId, "copyId");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(stored, "stored");
        Objects.requireNonNull(message, "message");
        if (failure.isPresent() != (type == Type.FAILED)) {
            throw new IllegalArgumentException("a failed event has a failure, and only that one");
        }
    }

    /**
     * A copy begins.
     *
     * @param about whose; not null
     * @return the event
     */
    public static CopyEvent started(About about) {
        return about.event(Type.STARTED, Optional.empty(), Optional.empty(), "");
    }

    /**
     * A copy is there, and proved.
     *
     * @param about whose; not null
     * @param stored what lies in the store; not null
     * @return the event
     */
    public static CopyEvent completed(About about, Stored stored) {
        return about.event(Type.COMPLETED, Optional.of(stored), Optional.empty(), "");
    }

    /**
     * A copy was there already.
     *
     * @param about whose; not null
     * @param stored what lies in the store; not null
     * @return the event
     */
    public static CopyEvent skipped(About about, Stored stored) {
        return about.event(Type.SKIPPED, Optional.of(stored), Optional.empty(), "");
    }

    /**
     * A copy did not come about.
     *
     * @param about whose; not null
     * @param failure why; not null
     * @param message the id of the message that brought the request; not null
     * @return the event
     */
    public static CopyEvent failed(About about, CopyOutcome.Failure failure, String message) {
        return about.event(Type.FAILED, Optional.empty(), Optional.of(failure), message);
    }

    /**
     * The event's id.
     *
     * @return a UUID, the same for the same happening
     */
    public String id() {
        return CloudEvent.idOf(type.word(), copyId, store, requestId, message);
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
        ObjectNode data = json.object();
        data.put("requestId", requestId).put("plan", plan).put("copyId", copyId).put("store", store);
        data.put("outcome", type.outcome());
        stored.ifPresent(what ->
                data.put("bytes", what.bytes()).put("archives", what.archives()).put("seal", what.seal()));
        failure.ifPresent(why -> why.addTo(data));
        return new CloudEvent(id(), type.word(), source, copyId, time, data);
    }

    /** What happened. */
    public enum Type {
        /** The transfer of an archive begins. */
        STARTED("started", "started"),
        /** The manifest is there. */
        COMPLETED("completed", "copied"),
        /** A manifest was there already. */
        SKIPPED("skipped", "skipped"),
        /** There is a dead letter, or the caller was told. */
        FAILED("failed", "failed");

        private final String word;
        private final String outcome;

        Type(String word, String outcome) {
            this.word = word;
            this.outcome = outcome;
        }

        /**
         * The CloudEvents type.
         *
         * @return e.g. {@code io.atlasoffsite.copy.completed}
         */
        public String word() {
            return "io.atlasoffsite.copy." + word;
        }

        private String outcome() {
            return outcome;
        }
    }

    /**
     * Whose copy an event is about.
     *
     * @param requestId the request, empty when it could not be read
     * @param plan the plan's name, empty when the request named none
     * @param copyId the copy, empty when the snapshot is not known
     * @param store the store's name, empty when none was chosen
     */
    public record About(String requestId, String plan, String copyId, String store) {
        private CopyEvent event(
                Type type, Optional<Stored> stored, Optional<CopyOutcome.Failure> failure, String message) {
            return new CopyEvent(type, requestId, plan, copyId, store, stored, failure, message);
        }
    }

    /**
     * What lies in a store.
     *
     * @param bytes the length of all archives together, in bytes
     * @param archives how many there are
     * @param seal the manifest's seal, 64 hexadecimal digits
     */
    public record Stored(long bytes, int archives, String seal) {}

    /**
     * The reason of a failed event.
     *
     * @return the reason, empty when nothing failed
     */
    public Optional<Reason> reason() {
        return failure.map(CopyOutcome.Failure::reason);
    }
}
