package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.route.Queues;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    private Path data;

    @Test
    void f42_aTextNoConsumerCouldHoldIsRefusedToItsSenderAndLeavesNothing() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, new SecureRandom());
                Queue queue = new Queue(broker.address())) {
            assertThatThrownBy(() -> queue.send(Queues.RESTORE_REQUESTS, "x".repeat(10 << 20)))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("longer than this broker takes");
            assertThat(data.resolve("broker").resolve("large-messages")).isEmptyDirectory();

            queue.send(Queues.RESTORE_REQUESTS, "y".repeat(200_000));
            assertThat(queue.browse(Queues.RESTORE_REQUESTS))
                    .singleElement()
                    .satisfies(text -> assertThat(text).hasSize(200_000));
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
