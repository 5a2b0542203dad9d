package io.atlasoffsite.route;

import io.atlasoffsite.message.Requests;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsMessage;

/**
 * A message of bytes that is too large for a request, read from the broker as a stream. A text is none, unless the broker hands it on
 * as bytes ({@link Broker#LONG_TEXT}): its client has a text in memory before anybody can ask for its length. Not thread safe.
 */
final class LargeMessage extends InputStream {

    private final BytesMessage message;

    private LargeMessage(BytesMessage message) {
        this.message = message;
    }

    static Optional<InputStream> of(Message message) throws IOException {
        try {
            if (message instanceof JmsMessage jms
                    && jms.getJmsMessage() instanceof BytesMessage bytes
                    && bytes.getBodyLength() > Requests.LARGEST) {
                InputStream body = new LargeMessage(bytes);
                return Optional.of(bytes.getBooleanProperty(Broker.LONG_TEXT) ? LongText.utf8(body) : body);
            }
            return Optional.empty();
        } catch (JMSException unreadable) {
            throw new IOException("the broker's message has no length", unreadable);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        byte[] block = new byte[length];
        try {
            int read = message.readBytes(block);
            System.arraycopy(block, 0, into, offset, Math.max(read, 0));
            return read;
        } catch (JMSException broken) {
            throw new IOException("the broker's message broke off", broken);
        }
    }
}
