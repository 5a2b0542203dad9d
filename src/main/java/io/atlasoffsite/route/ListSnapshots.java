package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.KindHints;
import io.atlasoffsite.atlas.Replies;
import io.atlasoffsite.atlas.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The steps of the routes {@code offsite-list-snapshots} and {@code offsite-get-snapshot}. Thread safe. */
final class ListSnapshots {

    private static final Comparator<Snapshot> NEWEST_FIRST = Comparator.comparing(
                    (Snapshot snapshot) -> snapshot.takenAt().orElse(Instant.MAX))
            .reversed();

    /** Keeps the type of what is found through a variable of the exchange. */
    private record Listing(Paging<Snapshot> paging) {}

    private final Shapes shapes;

    ListSnapshots(Shapes shapes) {
        this.shapes = shapes;
    }

    void askForOne(Exchange exchange) {
        exchange.removeVariable(Variables.OTHER_SHAPE);
        exchange.setVariable(Variables.SNAPSHOT_QUESTION, one(exchange));
        exchange.setVariable(Variables.SNAPSHOT_WANTED, true);
    }

    void askForOtherShape(Exchange exchange) {
        turn(exchange);
        exchange.setVariable(Variables.SNAPSHOT_QUESTION, one(exchange));
    }

    void readOne(Exchange exchange) {
        exchange.setVariable(Variables.SNAPSHOT_WANTED, false);
        JsonNode reply = Exchanges.body(exchange, JsonNode.class);
        exchange.getMessage().setBody(Replies.snapshot(Exchanges.kind(exchange), reply));
    }

    void begin(Exchange exchange) {
        exchange.removeVariable(Variables.OTHER_SHAPE);
        followFirst(exchange);
    }

    void listOtherShape(Exchange exchange) {
        turn(exchange);
        followFirst(exchange);
    }

    private void followFirst(Exchange exchange) {
        String project = Exchanges.header(exchange, Headers.PROJECT);
        String cluster = Exchanges.header(exchange, Headers.CLUSTER);
        AtlasCall first = sharded(exchange)
                ? AtlasCalls.listShardedSnapshots(project, cluster)
                : AtlasCalls.listSnapshots(Exchanges.kind(exchange), project, cluster);
        follow(exchange, Paging.from(first), true);
    }

    private AtlasCall one(Exchange exchange) {
        String project = Exchanges.header(exchange, Headers.PROJECT);
        String cluster = Exchanges.header(exchange, Headers.CLUSTER);
        String snapshot = Exchanges.header(exchange, Headers.SNAPSHOT_ID);
        return sharded(exchange)
                ? AtlasCalls.getShardedSnapshot(project, cluster, snapshot)
                : AtlasCalls.getSnapshot(Exchanges.kind(exchange), project, cluster, snapshot);
    }

    private boolean sharded(Exchange exchange) {
        return Exchanges.kind(exchange) == ClusterKind.DEDICATED && shapes.sharded(exchange);
    }

    /** Takes a replica set for sharded or the other way round, once; throws again every other refusal. */
    private void turn(Exchange exchange) {
        OffsiteException refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        boolean turned = exchange.getVariable(Variables.OTHER_SHAPE, false, Boolean.class);
        if (turned || Exchanges.kind(exchange) != ClusterKind.DEDICATED || !KindHints.otherShape(refusal)) {
            throw refusal;
        }
        shapes.remember(exchange, !shapes.sharded(exchange));
        exchange.setVariable(Variables.OTHER_SHAPE, true);
    }

    void collectPage(Exchange exchange) {
        JsonNode reply = Exchanges.body(exchange, JsonNode.class);
        Paging<Snapshot> grown = listed(exchange).with(Replies.snapshots(Exchanges.kind(exchange), reply));
        Optional<Paging<Snapshot>> next = grown.next(reply);
        follow(exchange, next.orElse(grown), next.isPresent());
    }

    void finish(Exchange exchange) {
        List<Snapshot> found = listed(exchange).found();
        exchange.removeVariable(Variables.LISTING);
        exchange.getMessage().setBody(found.stream().sorted(NEWEST_FIRST).toList());
    }

    private static Paging<Snapshot> listed(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.LISTING, Listing.class).paging();
    }

    private static void follow(Exchange exchange, Paging<Snapshot> paging, boolean more) {
        exchange.setVariable(Variables.LISTING, new Listing(paging));
        exchange.setVariable(Variables.NEXT_PAGE, paging.call());
        exchange.setVariable(Variables.MORE_PAGES, more);
    }
}
