package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** An archive that takes files by PUT and keeps them in memory, in the order they came. */
final class ArchiveServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final AtomicBoolean full = new AtomicBoolean();

    ArchiveServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/atlas";
    }

    void full(boolean now) {
        full.set(now);
    }

    synchronized Map<String, byte[]> files() {
        return new LinkedHashMap<>(files);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange; InputStream body = exchange.getRequestBody()) {
            byte[] content = body.readAllBytes();
            if (full.get() || !exchange.getRequestMethod().equals("PUT")) {
                exchange.sendResponseHeaders(507, -1);
                return;
            }
            synchronized (this) {
                files.put(exchange.getRequestURI().getPath(), content);
            }
            exchange.sendResponseHeaders(201, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
