package io.atlasoffsite.cli;

import io.atlasoffsite.Reason;
import io.atlasoffsite.route.Queues;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/** A client of a broker, as an integration team would write it. */
final class Queue implements AutoCloseable {

    private final Connection connection;
    private final Session session;

    Queue(BrokerAddress broker) throws JMSException {
        connection = JmsConnections.factory(broker).createConnection();
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        connection.start();
    }

    void request(String requestId, String snapshotId) throws JMSException {
        send("{\"schema\":1,\"requestId\":\"" + requestId + "\",\"plan\":\"" + Site.PLAN + "\""
                + (snapshotId.isEmpty() ? "" : ",\"snapshotId\":\"" + snapshotId + "\"") + "}");
    }

    void send(String body) throws JMSException {
        send(Queues.COPY_REQUESTS, body);
    }

    void send(String queue, String body) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(session.createTextMessage(body));
        }
    }

    /** A property of each message that lies on a queue, oldest first; empty where a message has none of that name. */
    List<String> browse(String queue, String property) throws JMSException {
        List<String> found = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                String value = ((Message) messages.nextElement()).getStringProperty(property);
                found.add(value == null ? "" : value);
            }
        }
        return found;
    }

    /** Puts a copy request on the queue whose sender says in which trace. */
    void request(String requestId, String property, String value) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(Queues.COPY_REQUESTS))) {
            TextMessage message = session.createTextMessage(
                    "{\"schema\":1,\"requestId\":\"" + requestId + "\",\"plan\":\"" + Site.PLAN + "\"}");
            message.setStringProperty(property, value);
            producer.send(message);
        }
    }

    /** What lies on a queue, oldest first. */
    List<String> browse(String queue) throws JMSException {
        List<String> found = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                found.add(((TextMessage) messages.nextElement()).getText());
            }
        }
        return found;
    }

    /** All letters on all channels. */
    List<String> letters() throws JMSException {
        List<String> found = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            found.addAll(browse(Queues.dead(reason)));
        }
        return found;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
