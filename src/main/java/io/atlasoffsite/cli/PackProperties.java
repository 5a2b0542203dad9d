package io.atlasoffsite.cli;

import io.atlasoffsite.route.Queues;
import java.util.Map;

/** What the command sets of the properties in docs/routes.md: every endpoint is a queue of its broker. Stateless. */
final class PackProperties {

    private static final int RESTORERS = 2;

    private PackProperties() {}

    static Map<String, String> of(boolean broker) {
        String queue = "offsite-jms:queue:";
        String nobody = "bean:offsite-ignore-event";
        return Map.of(
                "offsite.copy.requests.uri",
                queue + Queues.COPY_REQUESTS,
                "offsite.enqueue.uri",
                "offsite-jms-events:queue:" + Queues.COPY_REQUESTS,
                "offsite.restore.requests.uri",
                queue + Queues.RESTORE_REQUESTS + consumers("offsite.restore.consumers"),
                "offsite.atlas-restore.requests.uri",
                queue + Queues.ATLAS_RESTORE_REQUESTS + consumers("offsite.atlas-restore.consumers"),
                "offsite.restored.uri",
                nobody,
                "offsite.reply.uri",
                "offsite-jms:queue",
                "offsite.dead.uri",
                queue + Queues.DEAD,
                "offsite.events.uri",
                broker ? "offsite-jms-events:queue:" + Queues.EVENTS : nobody);
    }

    /** Few: each may fill a disk, or wipe a cluster. */
    private static String consumers(String property) {
        return "?concurrentConsumers={{" + property + ":" + RESTORERS + "}}";
    }
}
