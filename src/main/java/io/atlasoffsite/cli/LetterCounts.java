package io.atlasoffsite.cli;

import io.atlasoffsite.Reason;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.route.Queues;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts now and then how many dead letters wait, for status and metrics. It asks the broker for the lengths of the queues and reads
 * no letter. While the broker is away the last count stands.
 */
final class LetterCounts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LetterCounts.class);

    private final Ticker ticker;
    private final ActiveMQConnectionFactory factory;

    private LetterCounts(Ticker ticker, ActiveMQConnectionFactory factory) {
        this.ticker = ticker;
        this.factory = factory;
    }

    /** Counts at once and then in this rhythm, until closed. */
    static LetterCounts start(BrokerAddress broker, Watch watch, Duration every) {
        ActiveMQConnectionFactory factory = JmsConnections.factory(broker);
        Ticker ticker = Ticker.start("offsite-letters", Duration.ZERO, every, () -> count(factory, watch));
        return new LetterCounts(ticker, factory);
    }

    private static void count(ActiveMQConnectionFactory factory, Watch watch) {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            ClientSession core = ((ActiveMQSession) session).getCoreSession();
            Map<Reason, Long> waiting = new EnumMap<>(Reason.class);
            for (Reason reason : Reason.values()) {
                // A queue nobody has made yet has length 0.
                waiting.put(
                        reason,
                        core.queueQuery(SimpleString.of(Queues.dead(reason))).getMessageCount());
            }
            watch.letters(waiting);
        } catch (JMSException | ActiveMQException | RuntimeException away) {
            LOG.debug("the dead letters could not be counted; the last count stands", away);
        }
    }

    @Override
    public void close() {
        ticker.close();
        factory.close();
    }
}
