package io.atlasoffsite.message;

import java.util.Arrays;
import java.util.Optional;

/** The queues requests are taken from; a letter says which one its request came by, so that a replay goes there again. */
public enum RequestQueue {
    /** Copies. */
    COPY("copy"),
    /** Restores from an offsite copy. */
    RESTORE("restore"),
    /** Restores in Atlas, which wipe their target: a queue of its own, so that a broker's permissions can part them. */
    ATLAS_RESTORE("atlas-restore");

    private final String kind;

    RequestQueue(String kind) {
        this.kind = kind;
    }

    /**
     * What is asked for, as it stands in the names of the queue and of the properties about it.
     *
     * @return e.g. {@code copy}
     */
    public String kind() {
        return kind;
    }

    /**
     * The queue's name.
     *
     * @return e.g. {@code offsite.copy.requests}
     */
    public String queue() {
        return "offsite." + kind + ".requests";
    }

    /**
     * Finds a queue by its name.
     *
     * @param name the name; not null
     * @return the queue, or empty when requests come by no queue of that name
     */
    public static Optional<RequestQueue> named(String name) {
        return Arrays.stream(values()).filter(one -> one.queue().equals(name)).findFirst();
    }
}
