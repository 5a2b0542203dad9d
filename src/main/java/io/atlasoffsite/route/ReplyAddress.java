package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.plan.RestoreConfig;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who hears of a restore's result: the queue the request names, or else the one its message does; only queues that offsite.yaml allows. An
 * address from outside is never used as it is, because a message could have answers sent to any queue of the broker otherwise. Stateless.
 */
final class ReplyAddress {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyAddress.class);
    private static final String MESSAGE_WISH = "OffsiteMessageReplyTo";
    private static final String CHOSEN = "OffsiteReplyTo";
    private static final String CORRELATION = "OffsiteCorrelationId";
    private static final int LONGEST = 200;

    private ReplyAddress() {}

    /** Keeps what the message says before its headers are dropped. */
    static void keep(Exchange exchange) {
        Message message = exchange.getMessage();
        String messageId = message.getHeader("JMSMessageID", exchange.getExchangeId(), String.class);
        exchange.setProperty(CORRELATION, message.getHeader("JMSCorrelationID", messageId, String.class));
        queue(message.getHeader("JMSReplyTo")).ifPresent(name -> exchange.setProperty(MESSAGE_WISH, name));
    }

    /** What is not known as a request is answered to the message's own address, when that is allowed. */
    static Optional<String> chosen(Exchange exchange, RestoreConfig restore) {
        if (exchange.getProperty(CHOSEN) == null) {
            choose(exchange, restore, Optional.empty());
        }
        return Optional.of(exchange.getProperty(CHOSEN, String.class)).filter(name -> !name.isEmpty());
    }

    /** Decides once and for all; the request's own wish is not granted in silence to somebody else. */
    static void choose(Exchange exchange, RestoreConfig restore, Optional<String> wish) {
        exchange.setProperty(CHOSEN, "");
        if (wish.isPresent() && !allowed(restore, wish.get())) {
            throw OffsiteException.because(
                            Reason.INVALID_REQUEST, "replyTo is " + wish.get() + ", which is not allowed")
                    .hint(
                            "name a queue that restore.replyTo in offsite.yaml allows, and none of requests, letters or events")
                    .build();
        }
        Optional<String> ofMessage = Optional.ofNullable(exchange.getProperty(MESSAGE_WISH, String.class));
        Optional<String> allowed = ofMessage.filter(name -> allowed(restore, name));
        if (wish.isEmpty() && ofMessage.isPresent() && allowed.isEmpty()) {
            LOG.info("a request wants its answer in a queue restore.replyTo does not allow; it gets none");
        }
        wish.or(() -> allowed).ifPresent(name -> exchange.setProperty(CHOSEN, name));
    }

    /** Under no pattern an answer becomes a request or hides among the letters. */
    private static boolean allowed(RestoreConfig restore, String queue) {
        return restore.mayReplyTo(queue) && !Queues.reserved(queue);
    }

    static String correlationId(Exchange exchange) {
        return exchange.getProperty(CORRELATION, exchange.getExchangeId(), String.class);
    }

    /** The name of a plain queue; anything else is no address for an answer. */
    private static Optional<String> queue(Object destination) {
        try {
            return destination instanceof Queue queue
                    ? Optional.ofNullable(queue.getQueueName())
                            .filter(name -> name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") && name.length() <= LONGEST)
                    : Optional.empty();
        } catch (JMSException nameless) {
            return Optional.empty();
        }
    }
}
