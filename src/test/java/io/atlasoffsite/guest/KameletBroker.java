package io.atlasoffsite.guest;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/** Somebody's broker, which lets in one user. */
final class KameletBroker {

    static final String USER = "listener";
    static final String PASSWORD = "#p&ss{{:\"w";
    /** Another of the user's, which may stand in a route. */
    static final String PLAINER = "p&ss+%41#";

    private static final String EVENTS = "offsite.events";

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final String url;

    KameletBroker() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = "tcp://127.0.0.1:" + port;
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setJMXManagementEnabled(false);
        configuration.setCriticalAnalyzer(false);
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(), Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE")));
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new OneUser());
        broker.start();
    }

    String url() {
        return url;
    }

    ConnectionFactory connections() {
        return new ActiveMQConnectionFactory(url, USER, PASSWORD);
    }

    /** Puts an event on its queue, with more about it than the Kamelet lets through. */
    void send(String type, String text) throws JMSException {
        try (Connection connection = connections().createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(EVENTS))) {
            TextMessage message = session.createTextMessage(text);
            message.setStringProperty("OffsiteEventType", type);
            message.setStringProperty("Hostile", "x");
            message.setJMSReplyTo(session.createQueue("elsewhere"));
            producer.send(message);
        }
    }

    void deliverForEver() {
        broker.getActiveMQServer()
                .getAddressSettingsRepository()
                .addMatch(EVENTS, new AddressSettings().setMaxDeliveryAttempts(-1));
    }

    /** How many are on the queue. */
    long events() {
        return broker.getActiveMQServer().locateQueue(EVENTS).getMessageCount();
    }

    boolean has(String queue) throws Exception {
        return broker.getActiveMQServer().queueQuery(SimpleString.of(queue)).isExists();
    }

    void stop() throws Exception {
        broker.stop();
    }

    /** Knows one user. */
    private static final class OneUser implements ActiveMQSecurityManager {
        @Override
        public boolean validateUser(String user, String password) {
            return USER.equals(user) && (PASSWORD.equals(password) || PLAINER.equals(password));
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
            return validateUser(user, password);
        }
    }
}
