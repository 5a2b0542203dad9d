package com.example.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The other end of a webhook. It keeps what it takes, answered with 204, and forgets what it does not. */
final class Webhook implements AutoCloseable {

    private final HttpServer server;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private volatile ToIntFunction<JsonNode> answer = event -> 204;
    private volatile Consumer<JsonNode> listener = event -> {};

    /** An event, and the headers it came with. */
    record Taken(JsonNode event, String contentType, String authorization) {

        /** Without the part all types have. */
        String type() {
            return event.path("type").asText().replace("io.atlasoffsite.", "");
        }
    }

    Webhook() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/offsite";
    }

    /** What status to answer an event with from now on. */
    void answer(ToIntFunction<JsonNode> status) {
        answer = status;
    }

    /** Who hears of each event that is taken. */
    void listen(Consumer<JsonNode> to) {
        listener = to;
    }

    List<Taken> taken() {
        return taken;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode event = json.readTree(exchange.getRequestBody());
            int status = answer.applyAsInt(event);
            if (status == 204) {
                var headers = exchange.getRequestHeaders();
                taken.add(new Taken(event, headers.getFirst("Content-Type"), headers.getFirst("Authorization")));
                listener.accept(event);
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
