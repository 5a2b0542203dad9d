package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.RestoreJob;
import io.atlasoffsite.atlas.RestoreReplies;
import java.util.List;
import org.apache.camel.Exchange;

/** The steps of the routes {@code offsite-look-at-cluster} and {@code offsite-list-restores}. Stateless. */
final class LookAtCluster {

    private LookAtCluster() {}

    static void ask(Exchange exchange) {
        exchange.getMessage()
                .setBody(AtlasCalls.getCluster(
                        Exchanges.kind(exchange),
                        Exchanges.header(exchange, Headers.PROJECT),
                        Exchanges.header(exchange, Headers.CLUSTER)));
    }

    static void read(Exchange exchange) {
        JsonNode reply = Exchanges.body(exchange, JsonNode.class);
        exchange.getMessage().setBody(RestoreReplies.cluster(Exchanges.kind(exchange), reply));
    }

    static void askForRestores(Exchange exchange) {
        exchange.getMessage()
                .setBody(AtlasCalls.listJobs(
                        Exchanges.kind(exchange),
                        Exchanges.header(exchange, Headers.PROJECT),
                        Exchanges.header(exchange, Headers.CLUSTER)));
    }

    static void readRestores(Exchange exchange) {
        ClusterKind kind = Exchanges.kind(exchange);
        List<RestoreJob> jobs = Exchanges.listBody(exchange, JsonNode.class).stream()
                .flatMap(page -> RestoreReplies.jobs(kind, page).stream())
                .toList();
        exchange.getMessage().setBody(jobs);
    }
}
