package io.atlasoffsite.route;

import io.atlasoffsite.Reason;
import io.atlasoffsite.message.RequestQueue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The pack's queues on its broker. */
public final class Queues {

    /** Where copy requests come from. */
    public static final String COPY_REQUESTS = RequestQueue.COPY.queue();

    /** Where the requests of offsite restores come from. */
    public static final String RESTORE_REQUESTS = RequestQueue.RESTORE.queue();

    /** Where the requests of restores in Atlas come from. */
    public static final String ATLAS_RESTORE_REQUESTS = RequestQueue.ATLAS_RESTORE.queue();

    /** Where results go when nobody has another wish; queues whose names begin so are made when they are first used. */
    public static final String REPLIES = "offsite.replies";

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
     * Whether something is read from a queue as a request, a letter or an event, so that an answer there would be taken for one.
     *
     * @param queue its name; not null
     * @return true when no answer belongs there, whatever offsite.yaml allows
     */
    static boolean reserved(String queue) {
        return !queue.equals(REPLIES) && all().contains(queue) || queue.startsWith(DEAD + ".");
    }

    /**
     * All of them.
     *
     * @return names, each once
     */
    public static List<String> all() {
        return Stream.concat(
                        Stream.of(COPY_REQUESTS, RESTORE_REQUESTS, ATLAS_RESTORE_REQUESTS, REPLIES, EVENTS),
                        Arrays.stream(Reason.values()).map(Queues::dead))
                .toList();
    }
}
