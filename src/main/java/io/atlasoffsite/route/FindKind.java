package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.Cluster;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.KindHints;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** The steps of the route {@code offsite-find-kind}. Thread safe; remembers what it learned while the process lives. */
final class FindKind {

    private static final List<ClusterKind> ORDER =
            List.of(ClusterKind.FLEX, ClusterKind.DEDICATED, ClusterKind.SERVERLESS);

    private final Map<String, ClusterKind> known = new ConcurrentHashMap<>();
    private final Shapes shapes;

    FindKind(Shapes shapes) {
        this.shapes = shapes;
    }

    /**
     * How far the search has come.
     *
     * @param asked the family being asked
     * @param first the first refusal, which says best what is wrong when nobody knows the cluster
     */
    private record Search(ClusterKind asked, Optional<OffsiteException> first) {}

    void recall(Exchange exchange) {
        String kind = exchange.getMessage().getHeader(Headers.KIND, "auto", String.class);
        Optional<ClusterKind> remembered = Optional.ofNullable(known.get(key(exchange)));
        String answer = kind.equals("auto") ? remembered.map(ClusterKind::code).orElse(kind) : kind;
        exchange.getMessage().setHeader(Headers.KIND, answer);
        ask(exchange, new Search(ORDER.get(0), Optional.empty()));
    }

    void remember(Exchange exchange) {
        JsonNode reply = Exchanges.body(exchange, JsonNode.class);
        ClusterKind asked = search(exchange).asked();
        ClusterKind kind = asked == ClusterKind.DEDICATED ? KindHints.ofCluster(reply) : asked;
        known.put(key(exchange), kind);
        shapes.remember(exchange, kind == ClusterKind.DEDICATED && KindHints.sharded(reply));
        exchange.getMessage().setHeader(Headers.KIND, kind.code());
    }

    /** What a list of clusters told needs no question of its own. */
    void learn(Exchange listing, Cluster cluster) {
        known.put(
                Exchanges.header(listing, Headers.ATLAS) + "/" + Exchanges.header(listing, Headers.PROJECT) + "/"
                        + cluster.name(),
                cluster.kind());
    }

    void tryNext(Exchange exchange) {
        OffsiteException refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        Search search = search(exchange);
        if (!KindHints.maybeOtherKind(refusal)) {
            throw refusal;
        }
        OffsiteException first = search.first().orElse(refusal);
        ClusterKind next = ORDER.stream()
                .skip(ORDER.indexOf(search.asked()) + 1L)
                .findFirst()
                .orElseThrow(() -> first);
        ask(exchange, new Search(next, Optional.of(first)));
    }

    private static void ask(Exchange exchange, Search search) {
        exchange.setVariable(Variables.KIND_SEARCH, search);
        exchange.setVariable(
                Variables.KIND_QUESTION,
                AtlasCalls.getCluster(
                        search.asked(),
                        Exchanges.header(exchange, Headers.PROJECT),
                        Exchanges.header(exchange, Headers.CLUSTER)));
    }

    private static Search search(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.KIND_SEARCH, Search.class);
    }

    private static String key(Exchange exchange) {
        return Exchanges.header(exchange, Headers.ATLAS) + "/" + Exchanges.header(exchange, Headers.PROJECT) + "/"
                + Exchanges.header(exchange, Headers.CLUSTER);
    }
}
