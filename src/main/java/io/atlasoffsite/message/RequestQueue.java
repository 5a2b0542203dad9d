package io.atlasoffsite.message;

import java.util.Arrays;
import java.util.Optional;

/** The queues requests are taken from; a letter says which one its request came by, so that a replay goes there again. */
public enum RequestQueue {
    /** Copies. */
    COPY("offsite.copy.requests"),
    /** Restores from an offsite copy. */
    RESTORE("offsite.restore.requests"),
    /** Restores in Atlas, which wipe their target: a queue of its own, so that a broker's permissions can part them. */
    ATLAS_RESTORE("offsite.atlas-restore.requests");

    private final String queue;

    RequestQueue(String queue) {
        this.queue = queue;
    }

    /**
     * The queue's name.
     *
     * @return e.g. {@code offsite.copy.requests}
     */
    public String queue() {
        return queue;
    }

    /**
     * Finds a queue by its name.
     *
     * @param name the name; not null
     * @return the queue, or empty when requests come by no queue of that name
     */
    public static Optional<RequestQueue> named(String name) {
        return Arrays.stream(values()).filter(one -> one.queue.equals(name)).findFirst();
    }
}
