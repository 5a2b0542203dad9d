package io.atlasoffsite.cli;

import io.atlasoffsite.Reason;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.route.Queues;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import picocli.CommandLine;

/** The service as {@code offsite run} starts it, with its embedded broker, and a client of its queues beside it. Not thread safe. */
public final class RunningService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Service service;
    private final ActiveMQConnectionFactory factory;
    private final JMSContext client;
    private final Json json = new Json();

    private RunningService(Service service) {
        this.service = service;
        this.factory = JmsConnections.factory(service.broker());
        ConnectionFactory connections = factory;
        this.client = connections.createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    /** Starts it in a directory, with this configuration. */
    public static RunningService start(Path directory, String yaml) throws IOException {
        Logs.level(false, false);
        String anyPorts = yaml.contains("\nhttp:") ? "" : "\nhttp: { port: 0, managementPort: 0 }\n";
        Path config = Files.writeString(directory.resolve("service.yaml"), yaml + anyPorts);
        CommonOptions options = new CommonOptions();
        new CommandLine(options)
                .parseArgs(
                        "--config",
                        config.toString(),
                        "--data",
                        directory.resolve("service-data").toString());
        return new RunningService(Service.start(Installation.load(options)));
    }

    /** One command of the CLI in this process. */
    public static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    /**
     * How a command ended.
     *
     * @param code its exit code
     * @param out what it printed
     * @param err what it complained about
     */
    public record Ended(int code, String out, String err) {}

    /** Puts a request on the queue, as text. */
    public void send(String request) {
        client.createProducer().send(client.createQueue(Queues.COPY_REQUESTS), request);
    }

    /** Puts a request on the queue, as bytes. */
    public void send(byte[] request) {
        client.createProducer().send(client.createQueue(Queues.COPY_REQUESTS), request);
    }

    /** Puts a request on the queue with properties a stranger chose. */
    public void send(String request, Map<String, String> properties) {
        JMSProducer producer = client.createProducer();
        properties.forEach((name, value) -> producer.setProperty(name, value));
        producer.send(client.createQueue(Queues.COPY_REQUESTS), request);
    }

    /** Puts a request for an offsite restore on its queue, that is to be answered where the message says. */
    public void sendRestore(String request, String correlationId, String replyTo) {
        client.createProducer()
                .setJMSCorrelationID(correlationId)
                .setJMSReplyTo(client.createQueue(replyTo))
                .send(client.createQueue(Queues.RESTORE_REQUESTS), request);
    }

    /** The next answer to a restore on a queue, with its correlation id, waited for a quarter of a minute at most. */
    public Map.Entry<String, String> reply(String queue) {
        try (JMSConsumer consumer = client.createConsumer(client.createQueue(queue))) {
            Message message = consumer.receive(PATIENCE.toMillis());
            if (message == null) {
                throw new AssertionError("no answer on " + queue + ", letters: " + lettersLeft());
            }
            return Map.entry(message.getJMSCorrelationID(), text(message));
        } catch (JMSException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Puts a message on the queue that is neither text nor bytes. */
    public void sendStream(String content) {
        try {
            StreamMessage message = client.createStreamMessage();
            message.writeString(content);
            client.createProducer().send(client.createQueue(Queues.COPY_REQUESTS), message);
        } catch (JMSException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The next letter on the channel of a reason, raw, waited for a quarter of a minute at most. */
    public String rawLetter(Reason reason) {
        return take(Queues.dead(reason), PATIENCE)
                .orElseThrow(() -> new AssertionError("no letter on " + Queues.dead(reason) + ", but "
                        + lettersLeft().size() + " elsewhere: " + lettersLeft()));
    }

    /** Reads a raw letter. */
    public DeadLetter letter(String raw) {
        return DeadLetter.parse(raw.getBytes(StandardCharsets.UTF_8), json);
    }

    /** The next letter on the channel of a reason. */
    public DeadLetter letter(Reason reason) {
        return letter(rawLetter(reason));
    }

    /** The next event, waited for a quarter of a minute at most. */
    public String event() {
        return take(Queues.EVENTS, PATIENCE).orElseThrow(() -> new AssertionError("no event came"));
    }

    /** All letters on all channels, left where they are. */
    public List<String> lettersLeft() {
        return Arrays.stream(Reason.values())
                .flatMap(reason -> waiting(Queues.dead(reason)).stream())
                .toList();
    }

    /** All requests nobody has taken, left where they are. */
    public List<String> requestsLeft() {
        return waiting(Queues.COPY_REQUESTS);
    }

    /** What is waiting on a queue. */
    private List<String> waiting(String queue) {
        try (QueueBrowser browser = client.createBrowser(client.createQueue(queue))) {
            List<String> texts = new ArrayList<>();
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
                texts.add(text((Message) messages.nextElement()));
            }
            return List.copyOf(texts);
        } catch (JMSException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Optional<String> take(String queue, Duration patience) {
        try (JMSConsumer consumer = client.createConsumer(client.createQueue(queue))) {
            return Optional.ofNullable(consumer.receive(patience.toMillis())).map(RunningService::text);
        }
    }

    private static String text(Message message) {
        try {
            if (message instanceof TextMessage text) {
                return text.getText();
            }
            BytesMessage bytes = (BytesMessage) message;
            byte[] content = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(content);
            return new String(content, StandardCharsets.UTF_8);
        } catch (JMSException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        client.close();
        factory.close();
        service.close();
    }
}
