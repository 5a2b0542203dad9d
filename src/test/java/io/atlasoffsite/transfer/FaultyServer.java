package io.atlasoffsite.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A hand-written HTTP server that can do all that a good one never would. One thread for each connection, one request each. */
public final class FaultyServer implements AutoCloseable {

    /** What a client asked. */
    public record Request(int number, String method, String path, Map<String, String> headers) {
        /** The offset of a Range header, 0 without one. */
        public int from() {
            String range = headers.getOrDefault("range", "bytes=0-");
            return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        }
    }

    /** Answers one request; the connection is closed afterwards. */
    @FunctionalInterface
    public interface Script {
        void serve(Request request, Answer answer) throws Exception;
    }

    /** The way back. */
    public static final class Answer {
        private final Socket socket;
        private final OutputStream out;

        Answer(Socket socket) throws IOException {
            this.socket = socket;
            this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
        }

        public Answer head(String status, String... headers) throws IOException {
            text("HTTP/1.1 " + status + "\r\n");
            for (String header : headers) {
                text(header + "\r\n");
            }
            return text("\r\n");
        }

        public Answer text(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        public Answer body(byte[] bytes, int from, int to) throws IOException {
            out.write(bytes, from, to - from);
            return this;
        }

        public Answer flush() throws IOException {
            out.flush();
            return this;
        }

        /** Ends with RST instead of FIN. */
        public void reset() throws IOException {
            out.flush();
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public OutputStream raw() {
            return out;
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private FaultyServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        Thread thread = new Thread(this::accept, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }

    public static FaultyServer start(Script script) {
        try {
            return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static FaultyServer start(ServerSocket listener, Script script) {
        return new FaultyServer(listener, script);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public SignedUrl url(String pathAndQuery) {
        return SignedUrl.parse("http://127.0.0.1:" + port() + pathAndQuery);
    }

    public List<Request> requests() {
        return requests;
    }

    /** Keeps a connection silent until the server is closed. */
    public void hang() throws InterruptedException {
        closed.await(30, TimeUnit.SECONDS);
    }

    /** Waits, but not longer than the server is open. */
    public void pause(long millis) throws InterruptedException {
        closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** A whole, honest answer that serves ranges. */
    public static void serveRanges(Request request, Answer answer, byte[] bytes, String etag) throws IOException {
        int from = request.from();
        if (request.headers().containsKey("range")) {
            answer.head(
                    "206 Partial Content",
                    "Content-Length: " + (bytes.length - from),
                    "ETag: " + etag,
                    "Content-Range: bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        } else {
            answer.head("200 OK", "Content-Length: " + bytes.length, "ETag: " + etag, "Accept-Ranges: bytes");
        }
        answer.body(bytes, from, bytes.length).flush();
    }

    public static void serveWhole(Answer answer, byte[] bytes) throws IOException {
        answer.head("200 OK", "Content-Length: " + bytes.length)
                .body(bytes, 0, bytes.length)
                .flush();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread thread = new Thread(() -> talk(socket), "faulty-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            Request request = read(socket.getInputStream());
            Answer answer = new Answer(socket);
            script.serve(request, answer);
            if (!socket.isClosed()) {
                answer.flush();
                socket.shutdownOutput();
            }
        } catch (Exception e) {
            // The client broke off, or never spoke: what such a server has to live with.
            sockets.remove(socket);
        }
    }

    private Request read(InputStream in) throws IOException {
        String[] first = line(in).split(" ");
        if (first.length < 2) {
            throw new IOException("no request");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        synchronized (this) {
            Request request = new Request(requests.size() + 1, first[0], first[1], headers);
            requests.add(request);
            return request;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            if (octet != '\r') {
                line.append((char) octet);
            }
            octet = in.read();
        }
        return line.toString();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
