package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.route.Broker;
import io.atlasoffsite.route.Queues;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    private Path data;

    @Test
    void f42_aTextNoConsumerCouldHoldIsHandedOnAsBytes() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, new SecureRandom());
                Connection connection = JmsConnections.factory(broker.address()).createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(Queues.RESTORE_REQUESTS))) {
            connection.start();
            producer.send(session.createTextMessage("x".repeat(10 << 20)));
            producer.send(session.createTextMessage("y".repeat(200_000)));
            MessageConsumer consumer = session.createConsumer(session.createQueue(Queues.RESTORE_REQUESTS));

            BytesMessage longText = (BytesMessage) consumer.receive(10_000);
            assertThat(longText.getBooleanProperty(Broker.LONG_TEXT)).isTrue();
            assertThat(longText.getBodyLength()).isEqualTo(5 + 2 * (10 << 20));
            assertThat(((TextMessage) consumer.receive(10_000)).getText()).hasSize(200_000);
        }
    }

    @Test
    void bytesMayBeAsManyAsTheyLike() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, new SecureRandom());
                Connection connection = JmsConnections.factory(broker.address()).createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(Queues.RESTORE_REQUESTS))) {
            connection.start();
            BytesMessage sent = session.createBytesMessage();
            sent.writeBytes(new byte[3 << 20]);
            producer.send(sent);

            BytesMessage taken = (BytesMessage) session.createConsumer(session.createQueue(Queues.RESTORE_REQUESTS))
                    .receive(10_000);
            assertThat(taken.getBodyLength()).isEqualTo(3 << 20);
        }
    }
}
