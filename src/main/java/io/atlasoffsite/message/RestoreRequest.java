package io.atlasoffsite.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody wants a stored copy unpacked into a directory. Immutable and thread safe. Those that {@link RestoreRequests} parsed hold only
 * values that fit the patterns of Atlas and of this project.
 *
 * @param requestId the request's own id: 1 to 200 visible ASCII characters, none of them a brace or a dollar sign
 * @param choice which copy
 * @param store the only store it may come from; empty for every store that holds it
 * @param into where to: a name below {@code restore.directory}; a command may give an absolute path
 * @param shards the replica sets that are wanted; empty for all
 * @param replyTo the queue that hears of the result; empty for what the message itself says
 */
public record RestoreRequest(
        String requestId,
        Choice choice,
        Optional<String> store,
        String into,
        List<String> shards,
        Optional<String> replyTo) {

    /** Refuses null and copies the list. */
    public RestoreRequest {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(into, "into");
        shards = List.copyOf(shards);
        Objects.requireNonNull(replyTo, "replyTo");
    }

    /** Which copy is meant. */
    public sealed interface Choice {}

    /**
     * One that is named.
     *
     * @param name its copyId; a command may give every other name a copy has
     */
    public record Named(String name) implements Choice {

        /** Refuses null. */
        public Named {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * The newest one of a cluster.
     *
     * @param plan the plan's name
     * @param cluster the cluster's name; empty when the plan means only one
     * @param before only snapshots taken before this instant, in UTC; empty for the newest there is
     */
    public record Newest(String plan, Optional<String> cluster, Optional<Instant> before) implements Choice {

        /** Refuses null. */
        public Newest {
            Objects.requireNonNull(plan, "plan");
            Objects.requireNonNull(cluster, "cluster");
            Objects.requireNonNull(before, "before");
        }
    }

    /**
     * What a dead letter says this request is about.
     *
     * @return what the request itself tells
     */
    public DeadLetter.Context context() {
        List<String> stores = store.map(List::of).orElse(List.of());
        if (choice instanceof Newest newest) {
            return new DeadLetter.Context(newest.plan(), newest.cluster().orElse(""), "", stores);
        }
        return context(((Named) choice).name(), stores);
    }

    /** A copyId is project/cluster/takenAt-snapshotId; any other name of a copy tells nothing by itself. */
    private static DeadLetter.Context context(String name, List<String> stores) {
        String[] parts = name.split("/", -1);
        if (parts.length != 3) {
            return new DeadLetter.Context("", "", "", stores);
        }
        return new DeadLetter.Context("", parts[1], parts[2].substring(parts[2].indexOf('-') + 1), stores);
    }
}
