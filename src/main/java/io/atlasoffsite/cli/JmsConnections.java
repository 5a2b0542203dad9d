package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.springframework.jms.connection.CachingConnectionFactory;

/** Connects to an Artemis broker in the one way that keeps the broker promise. Stateless. */
final class JmsConnections {

    /** The client's own pools are for many connections. */
    private static final int POOL_THREADS = 4;

    private static final int CALL_TIMEOUT_MILLIS = 30_000;
    private static final int RECOVERY_MILLIS = 1000;

    private JmsConnections() {}

    /**
     * A factory whose clients hoard no messages and wait for no answer for ever.
     *
     * @param broker where; not null
     * @return the factory
     */
    static ActiveMQConnectionFactory factory(BrokerAddress broker) {
        try {
            ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
            factory.setUser(broker.user().isEmpty() ? null : broker.user());
            factory.setPassword(
                    broker.password().reveal().isEmpty()
                            ? null
                            : broker.password().reveal());
            factory.setConsumerWindowSize(0);
            factory.setUseGlobalPools(false);
            factory.setThreadPoolMaxSize(POOL_THREADS);
            factory.setScheduledThreadPoolMaxSize(1);
            factory.setCallTimeout(CALL_TIMEOUT_MILLIS);
            factory.setBlockOnDurableSend(true);
            factory.setReconnectAttempts(0);
            factory.setInitialConnectAttempts(1);
            return factory;
        } catch (IllegalArgumentException unusable) {
            throw OffsiteException.because(Reason.INVALID_REQUEST, "the broker's url cannot be used")
                    .hint("broker.url in offsite.yaml looks like tcp://host:61616?sslEnabled=true")
                    .build();
        }
    }

    /**
     * The component behind {@code offsite-jms:} endpoints: every message is taken in a session that is committed when its route
     * has ended well and rolled back otherwise, and reply addresses of messages are left alone.
     *
     * @param factory connects; not null
     * @param consumers how many requests are worked on at once, at least 1
     * @return the component, to be added to a context
     */
    static JmsComponent component(ActiveMQConnectionFactory factory, int consumers) {
        JmsConfiguration configuration = new JmsConfiguration(factory);
        configuration.setTransacted(true);
        configuration.setLazyCreateTransactionManager(false);
        configuration.setCacheLevelName("CACHE_CONSUMER");
        configuration.setConcurrentConsumers(consumers);
        configuration.setDisableReplyTo(true);
        configuration.setRecoveryInterval(RECOVERY_MILLIS);
        configuration.setErrorHandlerLogStackTrace(false);
        configuration.setMapJmsMessage(true);
        return new JmsComponent(configuration);
    }

    /**
     * The component behind {@code offsite-jms-events:} endpoints: what is sent goes out at once, not when the session of the request
     * it is about is committed. Nobody would hear of a copy's start before its end otherwise; and the broker drops the second message
     * of an id in silence here, where it would undo a whole session.
     *
     * @param factory connects; not null
     * @return the component, to be added to a context
     */
    static JmsComponent events(ActiveMQConnectionFactory factory) {
        JmsConfiguration configuration = new JmsConfiguration(new CachingConnectionFactory(factory));
        configuration.setDisableReplyTo(true);
        return new JmsComponent(configuration);
    }
}
