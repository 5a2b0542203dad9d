package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A request that could not be done, with all that is needed to understand and repeat it. Immutable and thread
 * safe.
 *
 * @param id the same for the same failure of the same request
 * @param reason why; names the channel
 * @param retryable whether the same request can be expected to succeed later without anybody changing anything
 * @param summary one sentence, free of secrets
 * @param hint what to do next, empty when there is nothing to add
 * @param http what Atlas, a download host or a store answered
 * @param queue which queue the request came by
 * @param request what was asked
 * @param context what it was about
 * @param attempts how often it was tried, at least 1
 * @param firstFailedAt when it failed first, in UTC
 * @param lastFailedAt when it failed last, in UTC
 */
public record DeadLetter(
        String id,
        Reason reason,
        boolean retryable,
        String summary,
        String hint,
        Http http,
        RequestQueue queue,
        DeadRequest request,
        Context context,
        int attempts,
        Instant firstFailedAt,
        Instant lastFailedAt) {

    /** Refuses null and a letter that nobody ever tried to avoid. */
    public DeadLetter {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(hint, "hint");
        Objects.requireNonNull(http, "http");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(firstFailedAt, "firstFailedAt");
        Objects.requireNonNull(lastFailedAt, "lastFailedAt");
        if (attempts < 1) {
            throw new IllegalArgumentException("a letter needs at least one attempt, not " + attempts);
        }
    }

    /**
     * Writes the letter of a failure.
     *
     * @param failure why; not null
     * @param queue which queue the request came by; not null
     * @param request what was asked; not null
     * @param context what it was about; not null
     * @param tries how often and when; not null
     * @return the letter; its id derives from the request, the reason and the first failure
     */
    public static DeadLetter of(
            OffsiteException failure, RequestQueue queue, DeadRequest request, Context context, Tries tries) {
        String id = Ids.uuid(
                request.sha256(), failure.reason().code(), tries.firstFailedAt().toString());
        return new DeadLetter(
                id,
                failure.reason(),
                failure.retryable(),
                failure.getMessage(),
                failure.hint(),
                new Http(failure.status(), failure.code(), failure.detail()),
                queue,
                request,
                context,
                tries.attempts(),
                tries.firstFailedAt(),
                tries.lastFailedAt());
    }

    /**
     * The letter as it is sent.
     *
     * @param json the writer; not null
     * @return the tree; its schema is {@code dead-letter.schema.json}
     */
    public ObjectNode toTree(Json json) {
        return DeadLetterJson.write(this, json);
    }

    /**
     * Reads a letter that {@link #toTree} wrote.
     *
     * @param utf8 the bytes; not null
     * @param json the reader; not null
     * @return the letter
     * @throws OffsiteException with {@link Reason#INVALID_REQUEST} when it is no letter
     */
    public static DeadLetter parse(byte[] utf8, Json json) {
        return DeadLetterJson.read(utf8, json);
    }

    /**
     * What the other side answered.
     *
     * @param status the HTTP status, 0 when no answer was involved
     * @param errorCode its error code, empty for none
     * @param detail its own words, empty for none
     */
    public record Http(int status, String errorCode, String detail) {}

    /**
     * What a request was about, as far as it is known: empty where it is not.
     *
     * @param plan the plan's name
     * @param cluster the cluster's name
     * @param snapshotId the snapshot
     * @param stores the stores that are still without the copy
     */
    public record Context(String plan, String cluster, String snapshotId, List<String> stores) {

        /** Copies the list. */
        public Context {
            stores = List.copyOf(stores);
        }

        /**
         * Nothing is known.
         *
         * @return an empty context
         */
        public static Context unknown() {
            return new Context("", "", "", List.of());
        }
    }

    /**
     * How often a request was tried, and when.
     *
     * @param attempts how often, at least 1
     * @param firstFailedAt when it failed first, in UTC
     * @param lastFailedAt when it failed last, in UTC
     */
    public record Tries(int attempts, Instant firstFailedAt, Instant lastFailedAt) {}
}
