package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Connects to an Artemis broker in the one way that keeps the broker promise. Stateless. */
final class JmsConnections {

    /** The client's own pools are for many connections. */
    private static final int POOL_THREADS = 4;

    private static final int CALL_TIMEOUT_MILLIS = 30_000;

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
}
