package io.atlasoffsite.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Writes replies to one connection: framing, body, faults. Not thread-safe. */
final class HttpWriter {

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(206, "Partial Content"),
            Map.entry(302, "Found"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(416, "Range Not Satisfiable"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private final OutputStream out;
    private final BodyStream.Pause pause;

    HttpWriter(OutputStream out, BodyStream.Pause pause) {
        this.out = out;
        this.pause = pause;
    }

    static String phrase(int status) {
        return PHRASES.getOrDefault(status, "Status " + status);
    }

    /** Writes the whole reply and counts the body's bytes in {@code sent}; the answer: may the connection be used again. */
    boolean write(HttpRequest request, HttpReply reply, AtomicLong sent) throws IOException {
        Wire wire = reply.wire();
        pause.take(wire.delay());
        if (wire.silent()) {
            throw new BodyStream.BrokenOff(wire.resetAfter() == Wire.FIRST);
        }
        boolean bodiless = request.is("HEAD") || reply.status() == 204 || reply.status() == 304;
        boolean chunked = !reply.counted() && request.version().equals("HTTP/1.1");
        boolean keep = request.keepAlive() && !wire.spoils() && (chunked || reply.counted());
        head(reply, chunked, keep);
        if (!bodiless) {
            OutputStream framed = chunked ? new Chunks(out) : out;
            BodyStream body = new BodyStream(framed, wire, pause, sent);
            reply.body().write(body);
            body.end();
            if (chunked) {
                out.write(LAST_CHUNK);
            }
        }
        out.flush();
        return keep;
    }

    private void head(HttpReply reply, boolean chunked, boolean keep) throws IOException {
        StringBuilder head = new StringBuilder(512);
        head.append("HTTP/1.1 ").append(reply.status()).append(' ').append(phrase(reply.status()));
        reply.headers().forEach((name, value) -> line(head, name, value));
        if (chunked) {
            line(head, "Transfer-Encoding", "chunked");
        } else if (reply.counted() && reply.status() != 204) {
            long length = reply.body().length() + reply.wire().lengthDelta();
            line(head, "Content-Length", Long.toString(Math.max(0, length)));
        }
        line(head, "Connection", keep ? "keep-alive" : "close");
        head.append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append("\r\n").append(name).append(": ").append(value);
    }

    /** Every write becomes a chunk. */
    private static final class Chunks extends OutputStream {

        private final OutputStream out;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            out.write(Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII));
            out.write(CRLF);
            out.write(bytes, offset, length);
            out.write(CRLF);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
