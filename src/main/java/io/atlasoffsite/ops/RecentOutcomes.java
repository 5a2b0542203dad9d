package io.atlasoffsite.ops;

import io.atlasoffsite.Reason;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last few copies that came about, or did not, in this process. Thread safe. */
public final class RecentOutcomes {

    private static final int MOST = 50;

    private final Deque<Ended> ended = new ArrayDeque<>();

    /**
     * How a copy ended in a store.
     *
     * @param at when, UTC
     * @param plan the plan's name
     * @param cluster the cluster's name
     * @param copyId the copy, empty when it failed before the snapshot was known
     * @param store the store's name
     * @param outcome {@code copied}, {@code skipped} or {@code failed}
     * @param bytes the length of its archives together, 0 when it failed
     * @param failure why not; present exactly when it failed
     */
    public record Ended(
            Instant at,
            String plan,
            String cluster,
            String copyId,
            String store,
            String outcome,
            long bytes,
            Optional<Failure> failure) {}

    /**
     * Why not.
     *
     * @param reason the reason
     * @param summary one sentence, free of secrets
     */
    public record Failure(Reason reason, String summary) {}

    /**
     * Notes one; the oldest of too many is forgotten.
     *
     * @param one what ended; not null
     */
    public synchronized void add(Ended one) {
        ended.addFirst(one);
        while (ended.size() > MOST) {
            ended.removeLast();
        }
    }

    /**
     * The last ones.
     *
     * @return newest first, fifty at most
     */
    public synchronized List<Ended> newestFirst() {
        return List.copyOf(ended);
    }
}
