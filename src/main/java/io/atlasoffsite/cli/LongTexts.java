package io.atlasoffsite.cli;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Has the embedded broker take no text that a consumer would need much memory for: a client holds a text several times over before anybody
 * can ask for its length, and one that does not fit would be delivered again and again. Messages of bytes are read as streams and may be
 * as long as they like. Stateless.
 */
final class LongTexts implements ActiveMQServerMessagePlugin {

    /** In bytes, two for each character of a text; a request has at most 64 KiB, a letter holds one of them. */
    private static final long LONGEST = 1 << 20;

    @Override
    public void beforeSend(
            ServerSession session, Transaction transaction, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (!(message instanceof LargeServerMessage large)
                || message.toCore().getType() != Message.TEXT_TYPE
                || message.getWholeMessageSize() <= LONGEST) {
            return;
        }
        delete(large);
        throw new ActiveMQException(
                "the text is longer than this broker takes; no request has more than 65536 bytes",
                ActiveMQExceptionType.LARGE_MESSAGE_ERROR_BODY);
    }

    private static void delete(LargeServerMessage large) throws ActiveMQException {
        try {
            large.deleteFile();
        } catch (Exception undeletable) {
            throw new ActiveMQException(
                    "a text that is too long could not be removed",
                    undeletable,
                    ActiveMQExceptionType.LARGE_MESSAGE_ERROR_BODY);
        }
    }
}
