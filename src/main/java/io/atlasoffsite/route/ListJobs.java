package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.atlas.Replies;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The steps of the route {@code offsite-list-jobs}. Stateless. */
final class ListJobs {

    private ListJobs() {}

    /** Keeps the type of what is found through a variable of the exchange. */
    private record Listing(Paging<DownloadJob> paging) {}

    static void begin(Exchange exchange) {
        AtlasCall first = AtlasCalls.listJobs(
                Exchanges.kind(exchange),
                Exchanges.header(exchange, Headers.PROJECT),
                Exchanges.header(exchange, Headers.CLUSTER));
        follow(exchange, Paging.from(first), true);
    }

    static void collect(Exchange exchange) {
        JsonNode reply = Exchanges.body(exchange, JsonNode.class);
        Paging<DownloadJob> grown = listed(exchange).with(Replies.downloadJobs(reply));
        Optional<Paging<DownloadJob>> next = grown.next(reply);
        follow(exchange, next.orElse(grown), next.isPresent());
    }

    static void finish(Exchange exchange) {
        List<DownloadJob> found = listed(exchange).found();
        exchange.removeVariable(Variables.JOB_LISTING);
        exchange.getMessage().setBody(found);
    }

    private static Paging<DownloadJob> listed(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.JOB_LISTING, Listing.class)
                .paging();
    }

    private static void follow(Exchange exchange, Paging<DownloadJob> paging, boolean more) {
        exchange.setVariable(Variables.JOB_LISTING, new Listing(paging));
        exchange.setVariable(Variables.NEXT_JOB_PAGE, paging.call());
        exchange.setVariable(Variables.MORE_JOB_PAGES, more);
    }
}
