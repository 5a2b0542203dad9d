package io.atlasoffsite.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What an OpenTelemetry collector hears by OTLP over HTTP, and answers. Thread safe. */
public final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(200);

    public Collector() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How it answers from now on. */
    public void answer(int code) {
        status.set(code);
    }

    /** Everything taken so far, each byte as one character: the texts of protobuf are in it as they are. */
    public String taken() {
        return String.join("\n", bodies);
    }

    public List<String> paths() {
        return List.copyOf(paths);
    }

    /** Hexadecimal digits as {@link #taken} has them. */
    public static String bytes(String hex) {
        return new String(java.util.HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            paths.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (status.get() == 200) {
                bodies.add(new String(body, StandardCharsets.ISO_8859_1));
            }
            exchange.sendResponseHeaders(status.get(), -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
