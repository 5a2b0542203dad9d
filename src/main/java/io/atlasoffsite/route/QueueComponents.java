package io.atlasoffsite.route;

import jakarta.jms.ConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * The two ways to a broker that keep the promise of DESIGN §3.3, as components of a context. They are the pack's own: a host's
 * {@code jms:} is left as it is. Close them when the context has stopped. Thread safe.
 */
public final class QueueComponents implements AutoCloseable {

    /** Every message is taken, and what comes of it sent, in one session, committed when the route has ended well. */
    static final String REQUESTS = "offsite-jms";

    /**
     * What is sent goes out at once, not when the session of the request it is about is committed. Nobody would hear of a copy's start
     * before its end otherwise; and the broker drops the second message of an id in silence here, where it would undo a whole session.
     */
    static final String AT_ONCE = "offsite-jms-events";

    private static final int RECOVERY_MILLIS = 1000;

    private final CachingConnectionFactory cached;

    private QueueComponents(CachingConnectionFactory cached) {
        this.cached = cached;
    }

    /**
     * Adds the components to a context, before the pack is bound.
     *
     * @param context where the routes will run; not null
     * @param factory connects; it stays the caller's; not null
     * @return what holds the connections they share
     */
    public static QueueComponents add(CamelContext context, ConnectionFactory factory) {
        CachingConnectionFactory cached = new CachingConnectionFactory(factory);
        context.addComponent(REQUESTS, alone(transacted(factory)));
        context.addComponent(AT_ONCE, atOnce(cached));
        return new QueueComponents(cached);
    }

    static boolean in(CamelContext context) {
        return context.hasComponent(REQUESTS) != null;
    }

    /**
     * Settings for taking messages one by one, each in a session that is committed when the route that has taken it has ended well, and
     * rolled back otherwise; reply addresses of messages are left alone.
     *
     * @param factory connects; not null
     * @return settings to be changed further
     */
    public static JmsConfiguration transacted(ConnectionFactory factory) {
        JmsConfiguration configuration = new JmsConfiguration(factory);
        configuration.setTransacted(true);
        configuration.setLazyCreateTransactionManager(false);
        configuration.setCacheLevelName("CACHE_CONSUMER");
        configuration.setDisableReplyTo(true);
        configuration.setRecoveryInterval(RECOVERY_MILLIS);
        configuration.setErrorHandlerLogStackTrace(false);
        configuration.setMapJmsMessage(true);
        return configuration;
    }

    private static JmsComponent atOnce(ConnectionFactory factory) {
        JmsConfiguration configuration = new JmsConfiguration(factory);
        configuration.setDisableReplyTo(true);
        return alone(configuration);
    }

    /** Beans of the host that happen to be the only ones of their type are not for these. */
    private static JmsComponent alone(JmsConfiguration configuration) {
        JmsComponent component = new JmsComponent(configuration);
        component.setAutowiredEnabled(false);
        return component;
    }

    @Override
    public void close() {
        cached.destroy();
    }
}
