package io.atlasoffsite.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Stands between a client and an S3 server and goes wrong on demand. One request per connection. A fault strikes the requests
 * it matches, from the first to the last of its range; later rules are not looked at for a request that was struck.
 */
public final class FaultyProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Request> seen = new CopyOnWriteArrayList<>();

    public FaultyProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        workers.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<Request> seen() {
        return seen;
    }

    /** Strikes that many matching requests. */
    public void fault(Predicate<Request> matches, int times, Strike strike) {
        faults.add(new Fault(matches, new AtomicInteger(times), strike));
    }

    /** Takes every fault back. */
    public void mend() {
        faults.clear();
    }

    /** Scheme, host and port. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public static Predicate<Request> is(String method, String part) {
        return request -> request.method().equals(method) && request.target().contains(part);
    }

    /** Answers without doing. */
    public static Strike answer(int status, String code) {
        return (request, origin) -> error(status, code);
    }

    /** Does, and answers something else. */
    public static Strike doThenAnswer(int status, String code) {
        return (request, origin) -> {
            origin.send(request);
            return error(status, code);
        };
    }

    /** Drops the connection, having done nothing. */
    public static Strike reset() {
        return (request, origin) -> new byte[0];
    }

    /** Does, and drops the connection. */
    public static Strike doThenReset() {
        return (request, origin) -> {
            origin.send(request);
            return new byte[0];
        };
    }

    /** Changes the request's head on the way. */
    public static Strike changeRequest(UnaryOperator<String> change) {
        return (request, origin) -> origin.send(new Request(change.apply(request.head()), request.body()));
    }

    /** Hides the condition from the server, which must not check signatures. */
    public static Strike withoutCondition() {
        return changeRequest(head -> head.replaceFirst("(?im)^if-none-match:.*\r\n", ""));
    }

    /** Changes the whole answer on the way. */
    public static Strike changeAnswer(UnaryOperator<String> change) {
        return (request, origin) -> {
            String answer = new String(origin.send(request), StandardCharsets.ISO_8859_1);
            return change.apply(answer).getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    /** Changes the request's head on the way, and the whole answer on the way back. */
    public static Strike changeBoth(UnaryOperator<String> request, UnaryOperator<String> answer) {
        return (asked, origin) ->
                changeAnswer(answer).on(new Request(request.apply(asked.head()), asked.body()), origin);
    }

    private static byte[] error(int status, String code) {
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
                + "</Code><Message>injected</Message></Error>";
        return ("HTTP/1.1 " + status + " Injected\r\nContent-Type: application/xml\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                workers.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            Request request = read(in, client.getOutputStream());
            seen.add(request);
            byte[] answer = strike(request).on(request, this::send);
            if (answer.length == 0) {
                client.setSoLinger(true, 0);
                return;
            }
            client.getOutputStream().write(answer);
        } catch (IOException gone) {
            // The client, or the server behind, hung up: so does this connection.
        }
    }

    private Strike strike(Request request) {
        for (Fault fault : faults) {
            if (fault.matches().test(request) && fault.left().getAndDecrement() > 0) {
                return fault.strike();
            }
        }
        return (unchanged, origin) -> origin.send(unchanged);
    }

    private static Request read(DataInputStream in, OutputStream back) throws IOException {
        String head = head(in);
        Request request = new Request(head, new byte[0]);
        if (!request.header("expect").isEmpty()) {
            back.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        String length = request.header("content-length");
        byte[] body = new byte[length.isEmpty() ? 0 : Integer.parseInt(length)];
        in.readFully(body);
        return new Request(head, body);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client hung up");
            }
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private byte[] send(Request request) throws IOException {
        try (Socket origin = new Socket(InetAddress.getLoopbackAddress(), target)) {
            OutputStream out = origin.getOutputStream();
            String head = request.head()
                    .replaceAll("(?im)^(expect|connection):.*\r\n", "")
                    .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(request.body());
            out.flush();
            return origin.getInputStream().readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        workers.shutdownNow();
    }

    /** Something that goes wrong. An empty answer drops the connection. */
    public interface Strike {
        byte[] on(Request request, Origin origin) throws IOException;
    }

    /** The server behind. */
    public interface Origin {
        byte[] send(Request request) throws IOException;
    }

    private record Fault(Predicate<Request> matches, AtomicInteger left, Strike strike) {}

    public record Request(String head, byte[] body) {
        public String method() {
            return head.substring(0, head.indexOf(' '));
        }

        public String target() {
            return head.split(" ", 3)[1];
        }

        /** A header's value, empty when it is missing. */
        public String header(String name) {
            List<String> values = new ArrayList<>();
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                    values.add(line.substring(name.length() + 1).trim());
                }
            }
            return String.join(",", values);
        }
    }
}
