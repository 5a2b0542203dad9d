package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.message.RestoreRequests;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.route.Broker;
import io.atlasoffsite.route.Queues;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A demo's own connection to the broker: it sends requests, hears events and looks at letters. Not thread safe. */
final class BrokerTalk implements AutoCloseable {

    private final Connection connection;
    private final Session session;
    private final MessageConsumer events;
    private final List<JsonNode> passedOver = new ArrayList<>();
    private final Json json = new Json();

    BrokerTalk(BrokerAddress broker) {
        try {
            this.connection = JmsConnections.factory(broker).createConnection();
            this.session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            this.events = session.createConsumer(session.createQueue(Queues.EVENTS));
            connection.start();
        } catch (JMSException failure) {
            throw new IllegalStateException("the broker that was just started does not answer", failure);
        }
    }

    void send(CopyRequest request, Plan plan) throws JMSException {
        TextMessage message = session.createTextMessage(new Requests(json).write(request));
        for (Map.Entry<String, Object> header : Broker.headers(request, plan).entrySet()) {
            message.setObjectProperty(header.getKey(), header.getValue());
        }
        try (MessageProducer producer = session.createProducer(session.createQueue(Queues.COPY_REQUESTS))) {
            producer.send(message);
        }
    }

    void send(RestoreRequest request) throws JMSException {
        TextMessage message = session.createTextMessage(new RestoreRequests(json).write(request));
        for (Map.Entry<String, Object> header : Broker.headers(request).entrySet()) {
            message.setObjectProperty(header.getKey(), header.getValue());
        }
        try (MessageProducer producer = session.createProducer(session.createQueue(Queues.RESTORE_REQUESTS))) {
            producer.send(message);
        }
    }

    /** The first event that fits, also one that came while another was waited for. */
    Optional<JsonNode> awaitEvent(Predicate<JsonNode> wanted, Duration patience) throws JMSException, IOException {
        Optional<JsonNode> earlier = passedOver.stream().filter(wanted).findFirst();
        if (earlier.isPresent()) {
            passedOver.remove(earlier.get());
            return earlier;
        }
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            Message message = events.receive(left);
            if (message == null) {
                return Optional.empty();
            }
            JsonNode event = parsed(message);
            if (wanted.test(event)) {
                return Optional.of(event);
            }
            passedOver.add(event);
        }
        return Optional.empty();
    }

    /** The next letter on the channel of a reason. */
    Optional<JsonNode> awaitLetter(Reason reason, Duration patience) throws JMSException, IOException {
        try (MessageConsumer letters = session.createConsumer(session.createQueue(Queues.dead(reason)))) {
            Message message = letters.receive(patience.toMillis());
            return message == null ? Optional.empty() : Optional.of(parsed(message));
        }
    }

    private JsonNode parsed(Message message) throws JMSException, IOException {
        return json.read(message.getBody(String.class).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException failure) {
            throw new IllegalStateException("the demo's connection to the broker did not close", failure);
        }
    }
}
