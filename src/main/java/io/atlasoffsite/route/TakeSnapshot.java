package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.Replies;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.plan.AtlasAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * The steps of the route {@code offsite-take-snapshot}. A request's snapshot is known by its description, so that a request that
 * comes again, or whose answer was lost, finds the one it has. Thread safe.
 */
final class TakeSnapshot {

    private final AtlasSites sites;
    private final Json json;
    private final Clock clock;

    TakeSnapshot(AtlasSites sites, Json json, Clock clock) {
        this.sites = sites;
        this.json = json;
        this.clock = clock;
    }

    void begin(Exchange exchange) {
        if (Exchanges.kind(exchange) != ClusterKind.DEDICATED) {
            throw OffsiteException.because(
                            Reason.INVALID_REQUEST,
                            "cluster " + Exchanges.header(exchange, Headers.CLUSTER) + " is " + Exchanges.kind(exchange)
                                    + ", and Atlas takes snapshots on demand of dedicated clusters only")
                    .hint("remove takeSnapshot from the plan, set its kind to dedicated, or exclude the cluster")
                    .build();
        }
        exchange.getMessage().removeHeader(Headers.SNAPSHOT_ID);
    }

    /** Body in: the cluster's snapshots. */
    void find(Exchange exchange) {
        Optional<Snapshot> ours = ours(exchange);
        ours.ifPresent(taken -> exchange.getMessage().setHeader(Headers.SNAPSHOT_ID, taken.id()));
        exchange.setVariable(Variables.TAKE, ours.isEmpty());
        exchange.setVariable(Variables.SNAPSHOT_PENDING, true);
        exchange.setVariable(Variables.POLL_MILLIS, 0L);
    }

    void ask(Exchange exchange) {
        exchange.getMessage()
                .setBody(AtlasCalls.takeSnapshot(
                        Exchanges.header(exchange, Headers.PROJECT),
                        Exchanges.header(exchange, Headers.CLUSTER),
                        description(exchange)));
    }

    void noteTaken(Exchange exchange) {
        JsonNode reply = Exchanges.body(exchange, JsonNode.class);
        exchange.getMessage()
                .setHeader(
                        Headers.SNAPSHOT_ID,
                        Replies.snapshot(ClusterKind.DEDICATED, reply).id());
    }

    void noteRefusal(Exchange exchange) {
        exchange.setVariable(
                Variables.REFUSAL, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class));
    }

    /** Body in: the cluster's snapshots. What was refused or not answered may have been done all the same. */
    void judgeRefusal(Exchange exchange) {
        OffsiteException refusal = Exchanges.variable(exchange, Variables.REFUSAL, OffsiteException.class);
        exchange.removeVariable(Variables.REFUSAL);
        Snapshot taken = ours(exchange).orElseThrow(() -> refusal);
        exchange.getMessage().setHeader(Headers.SNAPSHOT_ID, taken.id());
    }

    /** Body in: the snapshot as it is now. */
    void judge(Exchange exchange) {
        Snapshot taken = Exchanges.body(exchange, Snapshot.class);
        exchange.setVariable(Variables.SNAPSHOT_PENDING, !taken.completed());
        if (taken.completed()) {
            return;
        }
        boolean failed = taken.status().toLowerCase(Locale.ROOT).equals("failed");
        Duration pause = pause(exchange);
        Instant deadline = Instant.parse(Exchanges.header(exchange, Headers.DEADLINE));
        if (failed || clock.instant().plus(pause).isAfter(deadline)) {
            throw OffsiteException.because(
                            Reason.DOWNLOAD_FAILED,
                            "snapshot " + taken.id() + ", taken on demand, "
                                    + (failed ? "has failed in Atlas" : "was not completed by the plan's deadline"))
                    .hint("look at the cluster's snapshots in Atlas, then try again")
                    .retryable(true)
                    .build();
        }
        exchange.setVariable(Variables.POLL_MILLIS, pause.toMillis());
    }

    private Duration pause(Exchange exchange) {
        AtlasAccess.Poll poll =
                sites.named(Exchanges.header(exchange, Headers.ATLAS)).access().poll();
        long last = Exchanges.variable(exchange, Variables.POLL_MILLIS, Long.class);
        long next = last == 0 ? poll.first().toMillis() : last * 2;
        return Duration.ofMillis(Math.min(next, poll.longest().toMillis()));
    }

    private Optional<Snapshot> ours(Exchange exchange) {
        List<?> snapshots = Exchanges.body(exchange, List.class);
        String wanted = description(exchange);
        return snapshots.stream()
                .map(Snapshot.class::cast)
                .filter(snapshot -> description(snapshot).equals(wanted))
                .findFirst();
    }

    private String description(Snapshot snapshot) {
        try {
            return json.read(snapshot.json().getBytes(StandardCharsets.UTF_8))
                    .path("description")
                    .asText("");
        } catch (IOException impossible) {
            throw new IllegalStateException("JSON that was read once cannot be read again", impossible);
        }
    }

    private static String description(Exchange exchange) {
        return "atlas-offsite " + Exchanges.header(exchange, Headers.REQUEST_ID);
    }
}
