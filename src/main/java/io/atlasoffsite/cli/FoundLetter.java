package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.DeadRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.message.RestoreRequests;
import io.atlasoffsite.route.Headers;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A letter as it lies on the broker.
 *
 * @param queue where
 * @param selector finds it and no other message of the queue
 * @param letter what it says; for a request the broker itself gave up on, what can be said of that
 */
record FoundLetter(String queue, String selector, DeadLetter letter) {

    private static final String EXPIRED = "_AMQ_ACTUAL_EXPIRY";
    private static final String ORIGIN = "_AMQ_ORIG_QUEUE";
    private static final String JMS_ID = "ID:";

    String id() {
        return letter.id();
    }

    ObjectNode toTree(Json json) {
        return letter.toTree(json).put("queue", queue);
    }

    static FoundLetter read(String queue, Message message, Json json) throws JMSException {
        byte[] body = body(message);
        Optional<String> id = Optional.ofNullable(message.getStringProperty(Headers.LETTER_ID));
        if (id.isEmpty()) {
            String messageId = message.getJMSMessageID();
            return new FoundLetter(queue, equal("JMSMessageID", messageId), given(message, messageId, body, json));
        }
        String selector = equal(Headers.LETTER_ID, id.get());
        try {
            return new FoundLetter(queue, selector, DeadLetter.parse(body, json));
        } catch (OffsiteException unreadable) {
            return new FoundLetter(queue, selector, unreadable(id.get(), message, body, unreadable, json));
        }
    }

    /** A request as it was, which the broker moved here because nobody could take it or it grew too old. */
    private static DeadLetter given(Message message, String messageId, byte[] body, Json json) throws JMSException {
        boolean expired = message.propertyExists(EXPIRED);
        String id = messageId.startsWith(JMS_ID) ? messageId.substring(JMS_ID.length()) : messageId;
        return letter(
                id,
                message,
                expired
                        ? "the request expired on its queue before anybody took it"
                        : "the broker gave up on the request: nobody who took it came to an end with it",
                "look at the service's log of that time, then replay",
                DeadRequest.of(body, json),
                context(body, origin(message), json));
    }

    private static DeadLetter unreadable(String id, Message message, byte[] body, OffsiteException why, Json json)
            throws JMSException {
        String sha256 = DeadRequest.of(body, json).sha256();
        DeadRequest broken = new DeadRequest.Broken(DeadRequest.Encoding.TEXT, "", body.length, sha256);
        return letter(id, message, why.getMessage(), why.hint(), broken, DeadLetter.Context.unknown());
    }

    private static DeadLetter letter(
            String id, Message message, String summary, String hint, DeadRequest request, DeadLetter.Context context)
            throws JMSException {
        Instant sent = Instant.ofEpochMilli(message.getJMSTimestamp());
        return new DeadLetter(
                id,
                Reason.UNEXPECTED,
                request instanceof DeadRequest.Whole,
                summary,
                hint,
                new DeadLetter.Http(0, "", ""),
                origin(message),
                request,
                context,
                Math.max(1, message.getIntProperty("JMSXDeliveryCount")),
                sent,
                sent);
    }

    /** The queue from which the broker moved it here; it says nothing about what a person put here. */
    private static RequestQueue origin(Message message) throws JMSException {
        return Optional.ofNullable(message.getStringProperty(ORIGIN))
                .flatMap(RequestQueue::named)
                .orElse(RequestQueue.COPY);
    }

    private static DeadLetter.Context context(byte[] body, RequestQueue queue, Json json) {
        try {
            return switch (queue) {
                case COPY -> context(new Requests(json).parse(body));
                case RESTORE -> new RestoreRequests(json).parseOffsite(body).context();
                case ATLAS_RESTORE ->
                    new RestoreRequests(json).parseInAtlas(body).context();
            };
        } catch (OffsiteException noRequest) {
            return DeadLetter.Context.unknown();
        }
    }

    private static DeadLetter.Context context(CopyRequest request) {
        String snapshot = request.snapshotId().orElse("");
        if (request instanceof CopyRequest.OfPlan named) {
            return new DeadLetter.Context(named.plan(), named.cluster().orElse(""), snapshot, List.of());
        }
        CopyRequest.OfCluster spelt = (CopyRequest.OfCluster) request;
        return new DeadLetter.Context("", spelt.cluster(), snapshot, spelt.stores());
    }

    private static byte[] body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return Optional.ofNullable(text.getText()).orElse("").getBytes(StandardCharsets.UTF_8);
        }
        if (message instanceof BytesMessage bytes) {
            byte[] content = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(content);
            return content;
        }
        return new byte[0];
    }

    private static String equal(String property, String value) {
        return property + " = '" + value.replace("'", "''") + "'";
    }
}
