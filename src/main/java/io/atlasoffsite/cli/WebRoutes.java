package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.message.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The web side: it only reads, says nothing secret, and allows no other site's page to read it. */
final class WebRoutes extends RouteBuilder {

    private static final Map<String, Object> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer");

    private final Json json = new Json();

    @Override
    public void configure() {
        page("offsite-web-api-status", "/api/status", "application/json", tree -> json.writePretty(tree) + "\n");
        page("offsite-web-status-page", "/", "text/html; charset=utf-8", StatusPage::render);
    }

    private void page(String id, String path, String type, Function<JsonNode, String> writer) {
        from("platform-http:" + path + "?httpMethodRestrict=GET")
                .routeId(id)
                .streamCache("false")
                // Nothing a caller sends goes any further.
                .process(exchange -> answer(exchange, new HashMap<>(), new byte[0]))
                .to("direct:offsite-report-status")
                .process(exchange -> {
                    Map<String, Object> headers = new HashMap<>(HEADERS);
                    headers.put(Exchange.CONTENT_TYPE, type);
                    JsonNode status = exchange.getMessage().getBody(JsonNode.class);
                    answer(exchange, headers, writer.apply(status).getBytes(StandardCharsets.UTF_8));
                });
    }

    private static void answer(Exchange exchange, Map<String, Object> headers, byte[] body) {
        exchange.getMessage().setHeaders(headers);
        exchange.getMessage().setBody(body);
    }
}
