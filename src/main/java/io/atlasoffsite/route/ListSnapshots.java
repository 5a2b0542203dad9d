package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.Replies;
import io.atlasoffsite.atlas.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The steps of the routes {@code offsite-list-snapshots} and {@code offsite-get-snapshot}. Thread safe. */
final class ListSnapshots {

    /** 100,000 snapshots: a list beyond that is a loop. */
    private static final int MOST_PAGES = 200;

    private static final Comparator<Snapshot> NEWEST_FIRST = Comparator.comparing(
                    (Snapshot snapshot) -> snapshot.takenAt().orElse(Instant.MAX))
            .reversed();

    /**
     * The pages seen so far.
     *
     * @param page the call under way
     * @param seen the queries of all pages, so that a loop is noticed
     * @param found the snapshots so far
     */
    private record Listing(AtlasCall page, List<String> seen, List<Snapshot> found) {}

    void askForOne(Exchange exchange) {
        exchange.getMessage()
                .setBody(AtlasCalls.getSnapshot(
                        Exchanges.kind(exchange),
                        Exchanges.header(exchange, Headers.PROJECT),
                        Exchanges.header(exchange, Headers.CLUSTER),
                        Exchanges.header(exchange, Headers.SNAPSHOT_ID)));
    }

    void readOne(Exchange exchange) {
        JsonNode reply = Exchanges.body(exchange, JsonNode.class);
        exchange.getMessage().setBody(Replies.snapshot(Exchanges.kind(exchange), reply));
    }

    void begin(Exchange exchange) {
        AtlasCall first = AtlasCalls.listSnapshots(
                Exchanges.kind(exchange),
                Exchanges.header(exchange, Headers.PROJECT),
                Exchanges.header(exchange, Headers.CLUSTER));
        follow(exchange, new Listing(first, List.of(first.query()), List.of()));
    }

    void collectPage(Exchange exchange) {
        Listing listing = Exchanges.variable(exchange, Variables.LISTING, Listing.class);
        JsonNode reply = Exchanges.body(exchange, JsonNode.class);
        ClusterKind kind = Exchanges.kind(exchange);
        List<Snapshot> found = new ArrayList<>(listing.found());
        found.addAll(Replies.snapshots(kind, reply));
        Optional<AtlasCall> next = Replies.nextPage(listing.page(), reply);
        if (next.isEmpty()) {
            exchange.setVariable(Variables.LISTING, new Listing(listing.page(), listing.seen(), found));
            exchange.setVariable(Variables.MORE_PAGES, false);
            return;
        }
        String query = next.get().query();
        if (listing.seen().contains(query) || listing.seen().size() >= MOST_PAGES) {
            throw endless(listing.page());
        }
        List<String> seen = new ArrayList<>(listing.seen());
        seen.add(query);
        follow(exchange, new Listing(next.get(), List.copyOf(seen), found));
    }

    void finish(Exchange exchange) {
        Listing listing = Exchanges.variable(exchange, Variables.LISTING, Listing.class);
        exchange.removeVariable(Variables.LISTING);
        exchange.getMessage()
                .setBody(listing.found().stream().sorted(NEWEST_FIRST).toList());
    }

    private static void follow(Exchange exchange, Listing listing) {
        exchange.setVariable(Variables.LISTING, listing);
        exchange.setVariable(Variables.NEXT_PAGE, listing.page());
        exchange.setVariable(Variables.MORE_PAGES, true);
    }

    private static OffsiteException endless(AtlasCall page) {
        return OffsiteException.because(
                        Reason.ATLAS_UNAVAILABLE, "the pages of " + page.operation() + " lead round in a circle")
                .hint("Atlas's reply is not as its reference says: try again later")
                .retryable(true)
                .build();
    }
}
