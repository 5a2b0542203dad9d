package io.atlasoffsite.route;

import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.plan.Plan;
import java.util.HashMap;
import java.util.Map;

/** What the pack asks of its broker. */
public final class Broker {

    /** The message property by which ActiveMQ Artemis drops a second message of the same id. */
    public static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    /** The message property that lets one consumer at a time work on a cluster. */
    public static final String GROUP_ID = "JMSXGroupID";

    /**
     * The message property of a long text whose broker hands it on as bytes: what a JMS client of ActiveMQ Artemis encodes a text as, a
     * byte that says it is there, its length in four bytes, and UTF-16 with the low byte first.
     */
    public static final String LONG_TEXT = "OffsiteLongText";

    private Broker() {}

    /**
     * What a copy request carries on the queue, whoever puts it there.
     *
     * @param request the request; not null
     * @param plan its plan, or the one made up for it; not null
     * @return message properties: the plan's name, the duplicate-detection id and the message group
     */
    public static Map<String, Object> headers(CopyRequest request, Plan plan) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(Headers.PLAN, plan.name());
        headers.put(DUPLICATE_ID, request.requestId());
        headers.put(GROUP_ID, plan.project() + "/" + plan.cluster());
        return headers;
    }

    /**
     * What the request of an offsite restore carries on the queue.
     *
     * @param request the request; not null
     * @return message properties: the duplicate-detection id and the message group, by which one consumer at a time fills a directory
     */
    public static Map<String, Object> headers(RestoreRequest request) {
        return new HashMap<>(Map.of(DUPLICATE_ID, request.requestId(), GROUP_ID, request.into()));
    }

    /**
     * What the request of a restore in Atlas carries on the queue.
     *
     * @param request the request; not null
     * @return message properties: the duplicate-detection id and the message group, by which one consumer at a time wipes a cluster
     */
    public static Map<String, Object> headers(AtlasRestoreRequest request) {
        return new HashMap<>(Map.of(
                DUPLICATE_ID, request.requestId(), GROUP_ID, request.target().toString()));
    }
}
