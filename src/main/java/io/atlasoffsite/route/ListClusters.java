package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.Cluster;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The steps of the routes {@code offsite-list-clusters} and {@code offsite-list-projects}. Thread safe. */
final class ListClusters {

    private static final List<ClusterKind> FAMILIES =
            List.of(ClusterKind.FLEX, ClusterKind.DEDICATED, ClusterKind.SERVERLESS);

    private final FindKind kinds;

    ListClusters(FindKind kinds) {
        this.kinds = kinds;
    }

    /**
     * The families that are asked one after the other.
     *
     * @param only the one kind that is wanted, empty for all
     * @param left those still to ask, the one being asked first
     * @param found the clusters so far
     */
    private record Search(Optional<ClusterKind> only, List<ClusterKind> left, List<Cluster> found) {}

    void begin(Exchange exchange) {
        String kind = exchange.getMessage().getHeader(Headers.KIND, "auto", String.class);
        Optional<ClusterKind> only = kind.equals("auto") ? Optional.empty() : Optional.of(Exchanges.kind(exchange));
        ask(exchange, new Search(only, only.map(List::of).orElse(FAMILIES), List.of()));
    }

    void collect(Exchange exchange) {
        Search search = search(exchange);
        List<Cluster> found = new ArrayList<>(search.found());
        for (JsonNode page : pages(exchange)) {
            for (Cluster cluster : Replies.clusters(search.left().get(0), page)) {
                kinds.learn(exchange, cluster);
                if (search.only().isEmpty() || search.only().get() == cluster.kind()) {
                    found.add(cluster);
                }
            }
        }
        next(exchange, search, found);
    }

    /** The families Atlas has withdrawn have no clusters any more; whoever asks for one of them alone is told so. */
    void skip(Exchange exchange) {
        OffsiteException refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        Search search = search(exchange);
        boolean gone = refusal.reason() == Reason.API_RETIRED
                || refusal.reason() == Reason.NOT_FOUND && !refusal.code().equals("GROUP_NOT_FOUND");
        if (search.only().isPresent() || !gone || !search.left().get(0).sunset()) {
            throw refusal;
        }
        next(exchange, search, search.found());
    }

    void finish(Exchange exchange) {
        Search search = search(exchange);
        exchange.removeVariable(Variables.FAMILIES);
        exchange.getMessage().setBody(List.copyOf(search.found()));
    }

    void askForProjects(Exchange exchange) {
        exchange.getMessage().setBody(AtlasCalls.listProjects());
    }

    void readProjects(Exchange exchange) {
        exchange.getMessage()
                .setBody(pages(exchange).stream()
                        .flatMap(page -> Replies.projects(page).stream())
                        .distinct()
                        .toList());
    }

    private static void next(Exchange exchange, Search search, List<Cluster> found) {
        List<ClusterKind> left = search.left().subList(1, search.left().size());
        ask(exchange, new Search(search.only(), left, List.copyOf(found)));
    }

    private static void ask(Exchange exchange, Search search) {
        exchange.setVariable(Variables.FAMILIES, search);
        exchange.setVariable(Variables.MORE_FAMILIES, !search.left().isEmpty());
        if (!search.left().isEmpty()) {
            exchange.setVariable(
                    Variables.FAMILY_QUESTION,
                    AtlasCalls.listClusters(search.left().get(0), Exchanges.header(exchange, Headers.PROJECT)));
        }
    }

    private static Search search(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.FAMILIES, Search.class);
    }

    private static List<JsonNode> pages(Exchange exchange) {
        List<?> pages = Exchanges.body(exchange, List.class);
        return pages.stream().map(JsonNode.class::cast).toList();
    }
}
