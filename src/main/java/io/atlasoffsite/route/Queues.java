package io.atlasoffsite.route;

import io.atlasoffsite.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The pack's queues on its broker. */
public final class Queues {

    /** Where copy requests come from. */
    public static final String COPY_REQUESTS = "offsite.copy.requests";

    /** Where events go. */
    public static final String EVENTS = "offsite.events";

    /** What every dead-letter channel's name begins with. */
    public static final String DEAD = "offsite.dead";

    private Queues() {}

    /**
     * The channel of a reason.
     *
     * @param reason why; not null
     * @return the queue's name
     */
    public static String dead(Reason reason) {
        return DEAD + "." + reason.code();
    }

    /**
     * All of them.
     *
     * @return names, each once
     */
    public static List<String> all() {
        return Stream.concat(
                        Stream.of(COPY_REQUESTS, EVENTS),
                        Arrays.stream(Reason.values()).map(Queues::dead))
                .toList();
    }
}
