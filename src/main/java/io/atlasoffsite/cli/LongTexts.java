package io.atlasoffsite.cli;

import io.atlasoffsite.route.Broker;
import io.atlasoffsite.route.Queues;
import java.util.Set;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Has the embedded broker hand on as bytes what came as a long text to a queue of requests. A client holds a text several times over
 * before anybody can ask for its length, and one that does not fit into memory would be delivered again and again; bytes are read as a
 * stream. Stateless.
 */
final class LongTexts implements ActiveMQServerMessagePlugin {

    /** In bytes, two for each character of a text; a request has at most 64 KiB of UTF-8. */
    private static final long LONGEST = 1 << 20;

    private static final Set<String> REQUESTS =
            Set.of(Queues.COPY_REQUESTS, Queues.RESTORE_REQUESTS, Queues.ATLAS_RESTORE_REQUESTS);

    @Override
    public void beforeSend(
            ServerSession session,
            Transaction transaction,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue) {
        if (message instanceof LargeServerMessage
                && message.toCore().getType() == Message.TEXT_TYPE
                && message.getWholeMessageSize() > LONGEST
                && REQUESTS.contains(message.getAddress())) {
            message.toCore().setType(Message.BYTES_TYPE);
            message.putBooleanProperty(Broker.LONG_TEXT, true);
        }
    }
}
