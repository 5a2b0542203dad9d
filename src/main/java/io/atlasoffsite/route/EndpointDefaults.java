package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.RequestQueue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Registry;

/**
 * What the endpoint properties of docs/routes.md are where nobody has set them: the queue of the same name when the context has a
 * way to queues, and otherwise nowhere. Whatever the host says, wherever it says it, comes first. Stateless.
 */
final class EndpointDefaults {

    private static final String IGNORE = "ignore";
    private static final String REFUSE = "refuse-to-enqueue";
    private static final String NOBODY = "bean:offsite-" + IGNORE;

    private EndpointDefaults() {}

    /** As initial properties, which Camel asks after all others. */
    static void set(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        of(QueueComponents.in(context)).forEach((name, uri) -> {
            if (properties.resolveProperty(name).isEmpty()) {
                properties.addInitialProperty(name, uri);
            }
        });
    }

    /** Binds what stands where there is no queue. */
    static void bindEnds(Registry registry) {
        OffsitePack.bind(registry, IGNORE, exchange -> {});
        OffsitePack.bind(registry, REFUSE, exchange -> {
            throw OffsiteException.because(Reason.INVALID_REQUEST, "there is no queue here to put requests on")
                    .hint(
                            "name your broker's connection factory in offsite.jms.connection-factory, or set offsite.enqueue.uri")
                    .build();
        });
    }

    private static Map<String, String> of(boolean queues) {
        String queue = QueueComponents.REQUESTS + ":queue:";
        String atOnce = QueueComponents.AT_ONCE + ":queue:";
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("offsite.copied.uri", NOBODY);
        defaults.put("offsite.restored.uri", NOBODY);
        defaults.put("offsite.reply.uri", QueueComponents.REQUESTS + ":queue");
        defaults.put("offsite.dead.uri", queue + Queues.DEAD);
        defaults.put("offsite.events.uri", queues ? atOnce + Queues.EVENTS : NOBODY);
        defaults.put("offsite.enqueue.uri", queues ? atOnce + Queues.COPY_REQUESTS : "bean:offsite-" + REFUSE);
        if (queues) {
            for (RequestQueue requests : RequestQueue.values()) {
                defaults.put(requests.queue() + ".uri", queue + requests.queue() + consumers(requests));
            }
        }
        return defaults;
    }

    /** Few for restores: each may fill a disk, or wipe a cluster. */
    private static String consumers(RequestQueue requests) {
        int usually = requests == RequestQueue.COPY ? 16 : 2;
        return "?concurrentConsumers={{offsite." + requests.kind() + ".consumers:" + usually + "}}";
    }
}
