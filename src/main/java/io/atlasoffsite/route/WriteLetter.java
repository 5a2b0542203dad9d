package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.DeadRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.ops.CopyMeters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.TypeConversionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps at the two ends of a queued request: what is kept of the message, and the letter it may become. Thread safe. */
final class WriteLetter {

    /** Exchange property: the letter. */
    static final String LETTER = "OffsiteLetter";
    /** Exchange property: the exception the letter is about. */
    static final String FAILURE = "OffsiteFailure";

    private static final String RAW_REQUEST = "OffsiteRawRequest";
    private static final String REFUSED_REQUEST = "OffsiteRefusedRequest";
    private static final String QUEUE = "OffsiteRequestQueue";
    private static final String MESSAGE_ID = "OffsiteMessageId";
    private static final Logger LOG = LoggerFactory.getLogger(WriteLetter.class);

    private final Json json;
    private final Clock clock;
    private final CopyMeters meters;

    WriteLetter(Json json, Clock clock, CopyMeters meters) {
        this.json = json;
        this.clock = clock;
        this.meters = meters;
    }

    /** The step that takes a message from one of the queues. Headers of a message from outside can steer endpoints: none is let in. */
    Processor accepting(RequestQueue queue) {
        return exchange -> accept(exchange, queue);
    }

    private static void accept(Exchange exchange, RequestQueue queue) throws IOException {
        Message message = exchange.getMessage();
        exchange.setProperty(QUEUE, queue);
        exchange.setProperty(MESSAGE_ID, message.getHeader("JMSMessageID", exchange.getExchangeId(), String.class));
        if (queue != RequestQueue.COPY) {
            ReplyAddress.keep(exchange);
            Asker.keep(exchange);
        }
        Optional<InputStream> large = LargeMessage.of(message);
        if (large.isPresent()) {
            refuse(exchange, DeadRequest.tooLarge(large.get()));
        }
        byte[] raw = bytes(message);
        exchange.setProperty(RAW_REQUEST, raw);
        message.setHeaders(new HashMap<>());
        message.setBody(raw);
    }

    private static void refuse(Exchange exchange, DeadRequest.Broken request) {
        exchange.setProperty(REFUSED_REQUEST, request);
        exchange.getMessage().setHeaders(new HashMap<>());
        exchange.getMessage().setBody(null);
        throw Requests.tooLarge(request.bytes());
    }

    /** A map, a stream or an object is no request: what has no bytes is refused as an empty one. */
    private static byte[] bytes(Message message) {
        try {
            return Exchanges.bytes(message);
        } catch (TypeConversionException notText) {
            return new byte[0];
        }
    }

    /** Which queue a request came by. */
    static RequestQueue queue(Exchange exchange) {
        return exchange.getProperty(QUEUE, RequestQueue.COPY, RequestQueue.class);
    }

    /** The message a request came in, the same at each of its deliveries. */
    static String messageId(Exchange exchange) {
        return exchange.getProperty(MESSAGE_ID, exchange.getExchangeId(), String.class);
    }

    /** A timeout is an InterruptedIOException too, but nobody interrupted anything: only the whole chain tells. */
    static boolean goingDown(Exchange exchange) {
        return Failures.interrupted(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    void write(Exchange exchange) {
        OffsiteException failure = Failures.typed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Instant now = clock.instant();
        DeadLetter letter = DeadLetter.of(
                failure, queue(exchange), request(exchange), context(exchange), new DeadLetter.Tries(1, now, now));
        meters.lettered(letter.reason());
        LOG.warn("dead letter {} ({}): {}", letter.id(), letter.reason().code(), letter.summary());
        exchange.setProperty(LETTER, letter);
        exchange.setProperty(FAILURE, failure);
        exchange.getMessage().setBody(json.write(letter.toTree(json)));
        exchange.getMessage().setHeaders(letterHeaders(exchange, letter));
    }

    private DeadRequest request(Exchange exchange) {
        Optional<DeadRequest> refused = Optional.ofNullable(exchange.getProperty(REFUSED_REQUEST, DeadRequest.class));
        byte[] raw = exchange.getProperty(RAW_REQUEST, new byte[0], byte[].class);
        return refused.orElseGet(() -> DeadRequest.of(raw, json));
    }

    /** The letter of one delivery has one id, so that a delivery repeated after a lost answer makes no second one. */
    private static Map<String, Object> letterHeaders(Exchange exchange, DeadLetter letter) {
        UUID duplicateId = UUID.nameUUIDFromBytes(("letter " + messageId(exchange)).getBytes(StandardCharsets.UTF_8));
        Map<String, Object> headers = new HashMap<>();
        headers.put(Headers.REASON, letter.reason().code());
        headers.put(Headers.LETTER_ID, letter.id());
        headers.put(Broker.DUPLICATE_ID, duplicateId.toString());
        return headers;
    }

    private static DeadLetter.Context context(Exchange exchange) {
        Optional<CopyTask> task = Exchanges.carried(exchange);
        if (task.isPresent()) {
            return task.get().context();
        }
        Optional<RestoreAbout> restore = RestoreAbout.carried(exchange);
        if (restore.isPresent()) {
            return restore.get().context();
        }
        CopyRequest request = exchange.getProperty(ResolveCopy.REQUEST, CopyRequest.class);
        String plan = request instanceof CopyRequest.OfPlan named ? named.plan() : "";
        String cluster = request instanceof CopyRequest.OfCluster spelt ? spelt.cluster() : "";
        if (request instanceof CopyRequest.OfPlan named) {
            cluster = named.cluster().orElse("");
        }
        String snapshot = request == null ? "" : request.snapshotId().orElse("");
        return new DeadLetter.Context(plan, cluster, snapshot, List.of());
    }
}
