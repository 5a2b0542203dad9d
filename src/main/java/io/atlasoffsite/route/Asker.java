package io.atlasoffsite.route;

import jakarta.jms.JMSException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsMessage;

/**
 * Who asked for what an exchange does, for the audit log: the message that brought it, with its user where the broker says who sent it (a
 * broker that does not check users says what the sender says), or else whoever runs this process. Stateless.
 */
final class Asker {

    private static final String PROPERTY = "OffsiteAsker";

    private Asker() {}

    /** Keeps what the message says before its headers are dropped. */
    static void keep(Exchange exchange) {
        String user =
                user(exchange.getMessage()).map(name -> " of user " + name).orElse("");
        exchange.setProperty(PROPERTY, "message " + WriteLetter.messageId(exchange) + user);
    }

    static String of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, "command " + System.getProperty("user.name", "?"), String.class);
    }

    private static Optional<String> user(Message message) {
        try {
            return message instanceof JmsMessage jms && jms.getJmsMessage() != null
                    ? Optional.ofNullable(jms.getJmsMessage().getStringProperty("JMSXUserID"))
                    : Optional.empty();
        } catch (JMSException unreadable) {
            return Optional.empty();
        }
    }
}
