package io.atlasoffsite.cli;

import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.DeadRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.message.RestoreRequests;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.route.Broker;
import io.atlasoffsite.route.Queues;
import io.atlasoffsite.route.RequestedPlan;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQDuplicateIdException;

/** The dead letters on the broker: looked at, sent again, thrown away. Not thread safe. */
final class DeadLetters {

    /** A letter that was there a moment ago comes at once, or somebody else has it. */
    private static final long RECEIVE_MILLIS = 5_000;

    private final BrokerSession broker;
    private final OffsiteConfig config;
    private final Json json = new Json();

    DeadLetters(BrokerSession broker, OffsiteConfig config) {
        this.broker = broker;
        this.config = config;
    }

    /** What became of a letter that was to be replayed. */
    enum Replay {
        /** The request is on its way. */
        REPLAYED,
        /** The request was sent for this very letter before, so that only the letter was left to remove. */
        BEFORE
    }

    /**
     * The letters, the one that failed last first.
     *
     * @param reason only these; empty for all
     * @return the letters; those the broker made of requests it gave up on are among them
     */
    List<FoundLetter> list(Optional<Reason> reason) {
        List<FoundLetter> letters = new ArrayList<>();
        for (Reason channel : Reason.values()) {
            if (reason.isEmpty() || reason.get() == channel) {
                BrokerSession.doing(() -> letters.addAll(browse(Queues.dead(channel))));
            }
        }
        letters.sort(Comparator.comparing((FoundLetter found) -> found.letter().lastFailedAt())
                .reversed()
                .thenComparing(FoundLetter::id));
        return letters;
    }

    /**
     * Sends the request of a letter to the queue again and removes the letter, both or neither.
     *
     * @param found the letter
     * @return whether the request is on its way now or was before
     * @throws CommandFailure when the request cannot be understood, or the letter is gone
     */
    Replay replay(FoundLetter found) {
        if (!(found.letter().request() instanceof DeadRequest.Whole whole)) {
            throw CommandFailure.usage("letter " + found.id()
                    + " cannot be replayed, its request is broken; correct it at its source and drop the letter");
        }
        Map<String, Object> headers = headers(found.letter().queue(), whole.json());
        // Not the id of the request: the broker would take its second coming for a duplicate of the first.
        headers.put(Broker.DUPLICATE_ID, "replay/" + found.id());
        take(found);
        broker.sendRequest(found.letter().queue(), whole.json(), headers);
        try {
            broker.jms().commit();
            return Replay.REPLAYED;
        } catch (JMSException failure) {
            if (!duplicate(failure)) {
                return BrokerSession.doing(() -> {
                    throw failure;
                });
            }
            broker.rollback();
            drop(found);
            return Replay.BEFORE;
        }
    }

    /**
     * Removes a letter.
     *
     * @param found the letter
     * @throws CommandFailure when it is gone
     */
    void drop(FoundLetter found) {
        take(found);
        broker.commit();
    }

    private Map<String, Object> headers(RequestQueue queue, String request) {
        return switch (queue) {
            case COPY -> {
                CopyRequest copy = new Requests(json).parse(request);
                yield new HashMap<>(Broker.headers(copy, RequestedPlan.of(config, copy)));
            }
            case RESTORE -> Broker.headers(new RestoreRequests(json).parseOffsite(request));
            case ATLAS_RESTORE -> Broker.headers(new RestoreRequests(json).parseInAtlas(request));
        };
    }

    private void take(FoundLetter found) {
        Optional<Message> taken = BrokerSession.doing(() -> {
            try (MessageConsumer consumer =
                    broker.jms().createConsumer(broker.jms().createQueue(found.queue()), found.selector())) {
                return Optional.ofNullable(consumer.receive(RECEIVE_MILLIS));
            }
        });
        if (taken.isEmpty()) {
            throw CommandFailure.refused(
                    "letter " + found.id() + " is gone; somebody else has it, look again with offsite dead list");
        }
    }

    private List<FoundLetter> browse(String queue) throws JMSException {
        try (QueueBrowser browser = broker.jms().createBrowser(broker.jms().createQueue(queue))) {
            List<FoundLetter> letters = new ArrayList<>();
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                letters.add(FoundLetter.read(queue, (Message) messages.nextElement(), json));
            }
            return letters;
        } catch (InvalidDestinationException never) {
            // A broker that makes queues when they are first used has none for reasons that never occurred.
            return List.of();
        }
    }

    private static boolean duplicate(JMSException failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ActiveMQDuplicateIdException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** The reasons there are, for a message. */
    static String reasons() {
        return String.join(
                ", ", Arrays.stream(Reason.values()).map(Reason::code).toList());
    }
}
