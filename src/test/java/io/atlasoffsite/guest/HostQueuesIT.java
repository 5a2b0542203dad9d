package io.atlasoffsite.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.route.Queues;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pack uses the broker of its host, through the connection factory that a property names. */
class HostQueuesIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://" + hashCode());

    @BeforeEach
    void startBroker() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("host-" + hashCode())
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("vm", "vm://" + hashCode());
        broker.setConfiguration(configuration).start();
    }

    @AfterEach
    void stopBroker() throws Exception {
        factory.close();
        broker.stop();
    }

    @Test
    void aScheduleFiresThroughTheHostsBrokerAndTheEventIsThere() throws Exception {
        try (HostApplication host = hostWith(", schedule: \"* * * * * ?\", alertAfter: 26h")) {
            host.start();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(host.manifests()).isEqualTo(1));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(receive(Queues.EVENTS))
                            .anySatisfy(event -> assertThat(event).contains("io.atlasoffsite.copy.completed")));
        }
    }

    @Test
    void aRequestThatIsNoneBecomesALetterOnTheHostsBroker() throws Exception {
        try (HostApplication host = hostWith("")) {
            host.start();
            send(Queues.COPY_REQUESTS, "no JSON");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(receive(Queues.DEAD + ".invalid-request"))
                            .hasSize(1));
        }
    }

    @Test
    void nothingOfTheConnectionStaysWhenTheContextIsGone() throws Exception {
        try (HostApplication host = hostWith("")) {
            host.start();
            await().atMost(SOON).untilAsserted(() -> assertThat(connections()).isPositive());
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(connections()).isZero());
    }

    @Test
    void aNamedFactoryThatIsNotThereStopsTheHostWithASentence() throws Exception {
        try (HostApplication host =
                new HostApplication(directory).withPack().set("offsite.jms.connection-factory", "#bean:hostBroker")) {
            assertThatThrownBy(host::start)
                    .hasMessageContaining("offsite.jms.connection-factory names hostBroker, and there is no bean");
        }
    }

    @Test
    void theHostsOwnQueueRoutesDoTheSameWithThePackAsWithout() throws Exception {
        HostApplication plain = new HostApplication(directory);
        plain.context().getRegistry().bind("hostBroker", factory);

        List<Object> without = ownRoutes(plain);
        List<Object> with = ownRoutes(hostWith(""));

        assertThat(with).isEqualTo(without);
        assertThat(without).startsWith("answer to asked").contains("kept");
    }

    /** What comes of a question to a queue and of a message that is kept, by the host's {@code jms:} and the factory Camel finds for it. */
    private List<Object> ownRoutes(HostApplication application) throws Exception {
        try (HostApplication host = application) {
            host.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("jms:queue:host.questions").setBody(simple("answer to ${body}"));
                    from("direct:own")
                            .to("jms:queue:host.questions?requestTimeout=30000")
                            .setProperty("answer", body())
                            .setBody(constant("kept"))
                            .to(ExchangePattern.InOnly, "jms:queue:host.kept");
                }
            });
            host.start();

            Exchange ended = host.send("direct:own", "asked");

            JmsComponent component = host.context().getComponent("jms", JmsComponent.class);
            List<Object> lines = new ArrayList<>();
            lines.add(String.valueOf(ended.getProperty("answer")));
            lines.addAll(receive("host.kept"));
            lines.add(component.getConfiguration().isTransacted());
            lines.add(component.getConfiguration().getConnectionFactory() == factory);
            return lines;
        }
    }

    private HostApplication hostWith(String moreOfPlan) throws Exception {
        HostApplication host = new HostApplication(directory)
                .withPack()
                .set("offsite.jms.connection-factory", "hostBroker")
                .set("offsite.triggers", "true");
        host.withPack("{ type: file, directory: " + host.copies() + " }", moreOfPlan);
        host.context().getRegistry().bind("hostBroker", factory);
        return host;
    }

    private int connections() {
        return broker.getActiveMQServer().getConnectionCount();
    }

    private void send(String queue, String text) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
        }
    }

    private List<String> receive(String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            for (Message next = consumer.receive(500); next != null; next = consumer.receiveNoWait()) {
                texts.add(
                        next.isBodyAssignableTo(String.class)
                                ? next.getBody(String.class)
                                : new String(next.getBody(byte[].class), UTF_8));
            }
            return texts;
        }
    }
}
