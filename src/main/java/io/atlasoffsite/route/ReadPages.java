package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.atlas.AtlasCall;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The steps of the route {@code offsite-read-pages}. Thread safe. */
final class ReadPages {

    /** Keeps the type of what is found through a variable of the exchange. */
    private record Reading(Paging<JsonNode> paging) {}

    void begin(Exchange exchange) {
        follow(exchange, Paging.from(Exchanges.body(exchange, AtlasCall.class)), true);
    }

    void collect(Exchange exchange) {
        JsonNode reply = Exchanges.body(exchange, JsonNode.class);
        Paging<JsonNode> grown = read(exchange).with(List.of(reply));
        Optional<Paging<JsonNode>> next = grown.next(reply);
        follow(exchange, next.orElse(grown), next.isPresent());
    }

    void finish(Exchange exchange) {
        List<JsonNode> pages = read(exchange).found();
        exchange.removeVariable(Variables.PAGING);
        exchange.getMessage().setBody(pages);
    }

    private static Paging<JsonNode> read(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.PAGING, Reading.class).paging();
    }

    private static void follow(Exchange exchange, Paging<JsonNode> paging, boolean more) {
        exchange.setVariable(Variables.PAGING, new Reading(paging));
        exchange.setVariable(Variables.NEXT_PAGE, paging.call());
        exchange.setVariable(Variables.MORE_PAGES, more);
    }
}
