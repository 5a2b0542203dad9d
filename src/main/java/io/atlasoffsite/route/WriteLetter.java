package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.DeadRequest;
import io.atlasoffsite.message.Json;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps at the two ends of a queued request: what is kept of the message, and the letter it may become. Thread safe. */
final class WriteLetter {

    /** Exchange property: the letter. */
    static final String LETTER = "OffsiteLetter";
    /** Exchange property: the exception the letter is about. */
    static final String FAILURE = "OffsiteFailure";

    private static final String RAW_REQUEST = "OffsiteRawRequest";
    private static final String MESSAGE_ID = "OffsiteMessageId";
    private static final Logger LOG = LoggerFactory.getLogger(WriteLetter.class);

    private final Json json;
    private final Clock clock;

    WriteLetter(Json json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** Headers of a message from outside can steer endpoints: none is let in. */
    void accept(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] raw = Optional.ofNullable(message.getBody(byte[].class)).orElseGet(() -> new byte[0]);
        exchange.setProperty(RAW_REQUEST, raw);
        exchange.setProperty(MESSAGE_ID, message.getHeader("JMSMessageID", exchange.getExchangeId(), String.class));
        message.setHeaders(new HashMap<>());
        message.setBody(raw);
    }

    /** A timeout is an InterruptedIOException too, but nobody interrupted anything: only the whole chain tells. */
    static boolean goingDown(Exchange exchange) {
        return Failures.interrupted(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    void write(Exchange exchange) {
        OffsiteException failure = Failures.typed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        byte[] raw = Optional.ofNullable(exchange.getProperty(RAW_REQUEST, byte[].class))
                .orElseGet(() -> new byte[0]);
        Instant now = clock.instant();
        DeadLetter letter =
                DeadLetter.of(failure, DeadRequest.of(raw, json), context(exchange), new DeadLetter.Tries(1, now, now));
        LOG.warn("dead letter {} ({}): {}", letter.id(), letter.reason().code(), letter.summary());
        exchange.setProperty(LETTER, letter);
        exchange.setProperty(FAILURE, failure);
        exchange.getMessage().setBody(json.write(letter.toTree(json)));
        exchange.getMessage().setHeaders(letterHeaders(exchange, letter));
    }

    /** The letter of one delivery has one id, so that a delivery repeated after a lost answer makes no second one. */
    private static Map<String, Object> letterHeaders(Exchange exchange, DeadLetter letter) {
        String delivery = exchange.getProperty(MESSAGE_ID, exchange.getExchangeId(), String.class);
        UUID duplicateId = UUID.nameUUIDFromBytes(("letter " + delivery).getBytes(StandardCharsets.UTF_8));
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
        CopyRequest request = exchange.getProperty(ResolveCopy.REQUEST, CopyRequest.class);
        String plan = request instanceof CopyRequest.OfPlan named ? named.plan() : "";
        String cluster = request instanceof CopyRequest.OfCluster spelt ? spelt.cluster() : "";
        String snapshot = request == null ? "" : request.snapshotId().orElse("");
        return new DeadLetter.Context(plan, cluster, snapshot, List.of());
    }
}
