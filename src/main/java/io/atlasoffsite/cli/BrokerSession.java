package io.atlasoffsite.cli;

import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.route.Broker;
import io.atlasoffsite.route.Queues;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.Map;

/**
 * One transacted session with the broker: the configured one, or the one inside the service that runs from the data directory.
 * Nothing happens before {@link #commit}. Not thread safe.
 */
final class BrokerSession implements AutoCloseable {

    private final Connection connection;
    private final Session session;

    private BrokerSession(Connection connection, Session session) {
        this.connection = connection;
        this.session = session;
    }

    /**
     * Connects.
     *
     * @param installation says where to
     * @return the session, to be closed
     * @throws CommandFailure when there is neither a configured broker nor a running service, or it does not let us in
     * @throws IOException when the data directory cannot be read
     */
    static BrokerSession open(Installation installation) throws IOException {
        boolean remote = !installation.config().broker().embedded();
        BrokerAddress address = installation
                .broker()
                .orElseThrow(() -> CommandFailure.unavailable("no broker is configured and no service runs from "
                        + installation.data() + "; start offsite run, or set broker.url in offsite.yaml"));
        String whose = remote ? "the broker of offsite.yaml" : "the service of " + installation.data();
        try {
            return connect(JmsConnections.factory(address));
        } catch (JMSSecurityException refused) {
            throw CommandFailure.refused(whose + " refuses the login; check broker.user and broker.password");
        } catch (JMSException away) {
            throw CommandFailure.unavailable(whose + " does not answer; "
                    + (remote ? "check broker.url, or try later" : "start offsite run, or set broker.url"));
        }
    }

    private static BrokerSession connect(ConnectionFactory factory) throws JMSException {
        Connection connection = factory.createConnection();
        try {
            connection.start();
            return new BrokerSession(connection, connection.createSession(true, Session.SESSION_TRANSACTED));
        } catch (JMSException failure) {
            connection.close();
            throw failure;
        }
    }

    Session jms() {
        return session;
    }

    /** Sends a copy request the way a schedule does. */
    void sendRequest(CopyRequest request, Plan plan) {
        sendRequest(RequestQueue.COPY, new Requests(new Json()).write(request), Broker.headers(request, plan));
    }

    /** Sends the text of a request. */
    void sendRequest(RequestQueue queue, String text, Map<String, Object> headers) {
        doing(() -> {
            Message message = session.createTextMessage(text);
            for (Map.Entry<String, Object> header : headers.entrySet()) {
                message.setStringProperty(header.getKey(), header.getValue().toString());
            }
            MessageProducer producer = session.createProducer(session.createQueue(queue.queue()));
            producer.send(message);
            producer.close();
            return message;
        });
    }

    void commit() {
        doing(() -> {
            session.commit();
            return session;
        });
    }

    void rollback() {
        doing(() -> {
            session.rollback();
            return session;
        });
    }

    /** Something asked of the broker. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws JMSException;
    }

    /** Asks the broker; what it does not do is one sentence. */
    static <T> T doing(Call<T> call) {
        try {
            return call.make();
        } catch (JMSSecurityException refused) {
            throw CommandFailure.refused("the broker does not let this user do that; give it the right to the queues of"
                    + " requests, e.g. " + Queues.COPY_REQUESTS + ", and " + Queues.DEAD + ".*");
        } catch (JMSException failure) {
            throw because(failure);
        }
    }

    private static CommandFailure because(JMSException failure) {
        CommandFailure sentence = CommandFailure.unavailable(
                "the broker broke off; try again when it is well, what was not" + " committed has not happened");
        sentence.initCause(failure);
        return sentence;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException alreadyGone) {
            // What was committed is committed and the rest is rolled back by the broker: nobody has to know.
            return;
        }
    }
}
