package io.atlasoffsite.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy that does nothing but tunnel, to made-up hosts that exist nowhere else: each is a port of this machine. It may ask
 * for a user and a password. Thread safe.
 */
public final class ConnectProxy implements AutoCloseable {

    private final Relay relay;
    private final String credentials;
    private final Map<String, Integer> places = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> tunnels = new CopyOnWriteArrayList<>();

    private ConnectProxy(String credentials) throws IOException {
        this.credentials = credentials;
        this.relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress())).start(this::serve);
    }

    /** One that asks nobody who they are. */
    public static ConnectProxy open() throws IOException {
        return new ConnectProxy("");
    }

    /** One that answers 407 to whoever does not say this user and password (Basic, RFC 7617). */
    public static ConnectProxy guarded(String user, String password) throws IOException {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new ConnectProxy("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    public int port() {
        return relay.port();
    }

    /** Where a made-up {@code host:port} is. */
    public ConnectProxy place(String target, int port) {
        places.put(target, port);
        return this;
    }

    /** Answers CONNECT to this {@code host:port} with this status from now on. */
    public void refuse(String target, int status) {
        refusals.put(target, status);
    }

    /** The {@code host:port} of every tunnel made, in order. */
    public List<String> tunnels() {
        return List.copyOf(tunnels);
    }

    /** The head of every request, in order, those refused included. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    private void serve(Socket client) throws IOException {
        while (true) {
            String head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            heads.add(head);
            String[] words = head.split(" ", 3);
            int status = status(words[0], words[1], head);
            if (status == 200) {
                tunnels.add(words[1]);
                client.getOutputStream().write(bytes("HTTP/1.1 200 Connection established\r\n\r\n"));
                relay.join(client, places.get(words[1]));
                return;
            }
            String challenge = status == 407 ? "Proxy-Authenticate: Basic realm=\"way out\"\r\n" : "";
            String body = "The proxy says " + status + ".";
            client.getOutputStream()
                    .write(bytes("HTTP/1.1 " + status + " No\r\n" + challenge + "Content-Type: text/plain\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body));
        }
    }

    private int status(String method, String target, String head) {
        if (!method.equals("CONNECT")) {
            return 405;
        }
        if (!credentials.isEmpty() && !head.contains("\r\nProxy-Authorization: " + credentials + "\r\n")) {
            return 407;
        }
        return refusals.getOrDefault(target, places.containsKey(target) ? 200 : 502);
    }

    /** A request's head with the empty line behind it; empty at the end of the connection. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        relay.close();
    }
}
