package io.atlasoffsite.route;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An Atlas that knows only the replies a test gives it, word for word, and shares no code with the sandbox. Of several replies to
 * one question each is given once and the last for ever; to what it was not told about it answers that there is no such cluster.
 */
final class TerseAtlas implements AutoCloseable {

    static final String GROUPS = "/api/atlas/v2/groups/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** What it was asked. */
    record Asked(String call, String query, String accept, String body) {}

    /** What it answers, and what happens before. */
    record Reply(int status, String body, Runnable before) {}

    TerseAtlas() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        on("POST /api/oauth/token", reply(200, "{'access_token':'a-token','expires_in':3600}"));
    }

    static Reply reply(int status, String body) {
        return reply(status, body, () -> {});
    }

    /** Quotes may be single. */
    static Reply reply(int status, String body, Runnable before) {
        return new Reply(status, body.replace('\'', '"'), before);
    }

    /** From now on. */
    void on(String call, Reply... inOrder) {
        replies.put(call, new ArrayDeque<>(List.of(inOrder)));
    }

    List<Asked> asked(String call) {
        return asked.stream().filter(one -> one.call().equals(call)).toList();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        asked.add(new Asked(call, query, accept, body));
        Reply reply = next(call);
        reply.before().run();
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.atlas.2099-01-01+json;charset=utf-8");
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Reply next(String call) {
        Deque<Reply> waiting = replies.get(call);
        if (waiting == null) {
            return reply(
                    404, "{'error':404,'errorCode':'CLUSTER_NOT_FOUND','parameters':null,'detail':'No such cluster.'}");
        }
        synchronized (waiting) {
            return waiting.size() == 1 ? waiting.peek() : waiting.poll();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
