package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.Reason;
import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dead letter and the request it is about change places in one session of the broker. The service's own routes are
 * held between the letter's sending and the session's commit, at the event about the failure, while a client looks at the broker.
 */
class BrokerTransactionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DEAD = Queues.dead(Reason.INVALID_REQUEST);
    private static final String REQUEST = "{\"schema\":1,\"requestId\":\"r-1\",\"plan\":\"nobody\"}";

    @TempDir
    private Path home;

    private final Gate gate = new Gate();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private Pack pack;
    private Queue queue;
    private ClientSession core;

    @BeforeEach
    void start() throws Exception {
        Sandbox sandbox = closing(
                Sandbox.start(SandboxOptions.builder().archiveBytes(1 << 20).build()));
        Site site = new Site(home).disk("disk").against(sandbox);
        EmbeddedBroker broker = closing(EmbeddedBroker.start(Files.createDirectories(site.data()), new SecureRandom()));
        pack = closing(Pack.forService(
                site.load(),
                broker.address(),
                new ServiceSides(Web.of(site.load().config().http()), Optional.empty())));
        AdviceWith.adviceWith(
                pack.context(),
                "offsite-announce",
                announce -> announce.weaveById(".*send-event").before().process(gate::pass));
        queue = closing(new Queue(broker.address()));
        ActiveMQConnectionFactory factory = closing(JmsConnections.factory(broker.address()));
        Connection connection = factory.createConnection();
        parts.push(connection::close);
        core = ((ActiveMQSession) connection.createSession(Session.AUTO_ACKNOWLEDGE)).getCoreSession();
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    @AfterEach
    void stop() throws Exception {
        gate.open();
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    @Test
    void theLetterAppearsWhenTheRequestGoesAndNotBefore() throws Exception {
        queue.send(REQUEST);
        gate.awaitSomebody();

        theRequestIsBeingDeliveredAndThereIsNoLetter();

        gate.let(Gate.Through.ON);
        theRequestIsGoneAndThereIsOneLetter();
        assertThat(gate.came()).isEqualTo(1);
        assertThat(queue.browse(Queues.EVENTS)).hasSize(1).first().asString().contains("copy.failed");
    }

    @Test
    void f41_aSessionRolledBackAfterTheLetterWasSentLeavesNoLetterAndTheRequestComesAgain() throws Exception {
        queue.send(REQUEST);
        gate.awaitSomebody();
        theRequestIsBeingDeliveredAndThereIsNoLetter();

        gate.let(Gate.Through.FALLING);
        gate.awaitSomebody();

        assertThat(gate.came()).isEqualTo(2);
        theRequestIsBeingDeliveredAndThereIsNoLetter();
        assertThat(queue.browse(Queues.EVENTS)).isEmpty();

        gate.let(Gate.Through.ON);
        theRequestIsGoneAndThereIsOneLetter();
        assertThat(gate.came()).isEqualTo(2);
    }

    @Test
    void f37_aServiceThatGoesDownAfterTheLetterWasSentLeavesNoLetterAndTheRequestToTheNext() throws Exception {
        queue.send(REQUEST);
        gate.awaitSomebody();

        gate.let(Gate.Through.FALLING);
        pack.context().getRouteController().stopRoute("offsite-on-message");

        await().atMost(PATIENCE).until(() -> queue.browse(Queues.COPY_REQUESTS).size() == 1);
        assertThat(queue.letters()).isEmpty();
        assertThat(messages(Queues.COPY_REQUESTS)).isEqualTo(1);
        assertThat(messages(DEAD)).isZero();
    }

    private void theRequestIsBeingDeliveredAndThereIsNoLetter() throws Exception {
        assertThat(messages(Queues.COPY_REQUESTS)).isEqualTo(1);
        assertThat(queue.browse(Queues.COPY_REQUESTS)).isEmpty();
        assertThat(messages(DEAD)).isZero();
        assertThat(queue.letters()).isEmpty();
    }

    private void theRequestIsGoneAndThereIsOneLetter() throws Exception {
        await().atMost(PATIENCE).until(() -> messages(Queues.COPY_REQUESTS) == 0);
        assertThat(messages(DEAD)).isEqualTo(1);
        assertThat(queue.letters()).hasSize(1);
        assertThat(queue.browse(DEAD)).hasSize(1).first().asString().contains("nobody", "r-1");
    }

    /** Messages the broker answers for, those being delivered included; a browser sees only those that wait. */
    private long messages(String name) throws Exception {
        return core.queueQuery(SimpleString.of(name)).getMessageCount();
    }

    /** Where the route waits until it is told how to go on. */
    private static final class Gate {

        enum Through {
            ON,
            FALLING
        }

        private final AtomicInteger came = new AtomicInteger();
        private final BlockingQueue<Object> waiting = new ArrayBlockingQueue<>(10);
        private final BlockingQueue<Through> words = new ArrayBlockingQueue<>(10);

        void pass(Exchange exchange) throws Exception {
            came.incrementAndGet();
            waiting.put(exchange.getExchangeId());
            if (words.take() == Through.FALLING) {
                throw new IOException("the broker is away");
            }
        }

        void awaitSomebody() {
            await().atMost(PATIENCE).until(() -> waiting.poll() != null);
        }

        void let(Through how) {
            words.add(how);
        }

        /** Holds nobody any more. */
        void open() {
            for (int free = words.remainingCapacity(); free > 0; free--) {
                words.add(Through.ON);
            }
        }

        int came() {
            return came.get();
        }
    }
}
