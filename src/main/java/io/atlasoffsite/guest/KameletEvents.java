package io.atlasoffsite.guest;

import io.atlasoffsite.route.Headers;
import io.atlasoffsite.route.QueueComponents;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;

/**
 * The way to the broker of the Kamelet {@code offsite-events-source}, as a component that Camel finds by its name. It is the Kamelet's own:
 * a host's {@code jms:} is left as it is. An event is taken in a session that is committed when the host's route has ended well. Thread
 * safe.
 */
public final class KameletEvents extends JmsComponent {

    private static final int CALL_TIMEOUT_MILLIS = 30_000;
    private static final String TYPE = "[A-Za-z0-9.-]{1,200}";
    private static final String QUEUE = "[A-Za-z0-9][A-Za-z0-9._-]{0,199}";

    /** Made by Camel. */
    public KameletEvents() {
        // Beans of the host that happen to be the only ones of their type are not for this.
        setAutowiredEnabled(false);
    }

    /** What remains of the URI is the id of the route that Camel has made from the Kamelet. */
    @Override
    protected synchronized Endpoint createEndpoint(String uri, String remaining, Map<String, Object> options)
            throws Exception {
        KameletParameters parameters = KameletParameters.of(getCamelContext(), remaining);
        String queue = queue(parameters);
        // An endpoint takes a copy of it.
        setConfiguration(configuration(parameters));
        return super.createEndpoint(uri, "queue:" + queue, options);
    }

    static String queue(KameletParameters parameters) {
        String queue = parameters.required("queue");
        if (!queue.matches(QUEUE)) {
            throw parameters.refusal("queue", "is no name of a queue", "use letters, digits, dots, _ and -");
        }
        return queue;
    }

    static JmsConfiguration configuration(KameletParameters parameters) {
        JmsConfiguration configuration = QueueComponents.transacted(factory(parameters));
        parameters.text("types").ifPresent(types -> configuration.setSelector(selector(parameters, types)));
        return configuration;
    }

    private static ConnectionFactory factory(KameletParameters parameters) {
        String url = parameters.required("brokerUrl");
        try {
            ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
            parameters.text("username").ifPresent(factory::setUser);
            parameters.text("password").ifPresent(factory::setPassword);
            // Nothing is hoarded that another consumer could work on, or that waits here while the route is slow.
            factory.setConsumerWindowSize(0);
            factory.setUseGlobalPools(false);
            factory.setCallTimeout(CALL_TIMEOUT_MILLIS);
            factory.setReconnectAttempts(0);
            return factory;
        } catch (RuntimeException unusable) {
            throw parameters.refusal("brokerUrl", "cannot be used", "write it as tcp://host:61616?sslEnabled=true");
        }
    }

    private static String selector(KameletParameters parameters, String types) {
        List<String> wanted = Stream.of(types.split(",")).map(String::strip).toList();
        if (!wanted.stream().allMatch(type -> type.matches(TYPE))) {
            throw parameters.refusal(
                    "types", "is no list of types", "separate them by commas, as in io.atlasoffsite.copy.failed");
        }
        return wanted.stream()
                .map(type -> "'" + type + "'")
                .collect(Collectors.joining(", ", Headers.EVENT_TYPE + " IN (", ")"));
    }
}
