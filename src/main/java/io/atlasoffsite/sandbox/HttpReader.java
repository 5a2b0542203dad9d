package io.atlasoffsite.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads requests from one connection. Heads are at most 32 KiB, bodies at most 1 MiB. Not thread-safe. */
final class HttpReader {

    private static final int MAX_HEAD = 32 * 1024;
    private static final int MAX_BODY = 1024 * 1024;
    private static final Set<String> VERSIONS = Set.of("HTTP/1.1", "HTTP/1.0");
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OutputStream out;
    private int headLeft;

    /** {@code out} is only for the interim reply to {@code Expect: 100-continue}. */
    HttpReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The next request; empty when the peer closed between requests. */
    Optional<HttpRequest> next() throws IOException {
        headLeft = MAX_HEAD;
        Optional<String> first = line();
        while (first.isPresent() && first.get().isEmpty()) {
            first = line();
        }
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.get().split(" ", -1);
        if (words.length != 3 || !VERSIONS.contains(words[2]) || !words[1].startsWith("/")) {
            throw new HttpRefusal(400, "the request line is not HTTP/1.x with a path");
        }
        Map<String, List<String>> headers = headers();
        return Optional.of(new HttpRequest(words[0], words[1], words[2], headers, body(headers)));
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = HttpRequest.noHeaders();
        for (String line = need(line()); !line.isEmpty(); line = need(line())) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) == ' ' || line.charAt(colon - 1) == ' ') {
                throw new HttpRefusal(400, "a header line has no name");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        boolean chunked = headers.containsKey("transfer-encoding");
        boolean counted = headers.containsKey("content-length");
        if (chunked && counted) {
            throw new HttpRefusal(400, "Content-Length and Transfer-Encoding exclude each other");
        }
        if (headers.containsKey("expect")) {
            out.write(CONTINUE);
            out.flush();
        }
        if (chunked) {
            return chunks();
        }
        return counted ? exactly(number(headers.get("content-length").get(0), 10)) : new byte[0];
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        headLeft = MAX_HEAD;
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            if (body.size() + size > MAX_BODY) {
                throw new HttpRefusal(413, "the body is longer than 1 MiB");
            }
            body.writeBytes(exactly(size));
            need(line());
            headLeft = MAX_HEAD;
        }
        while (!need(line()).isEmpty()) {
            // trailers mean nothing to this server
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return number(need(line()).split(";", 2)[0].strip(), 16);
    }

    private static int number(String text, int radix) throws HttpRefusal {
        try {
            int value = Integer.parseInt(text, radix);
            if (value >= 0 && value <= MAX_BODY) {
                return value;
            }
            throw new HttpRefusal(413, "the body is longer than 1 MiB");
        } catch (NumberFormatException e) {
            throw new HttpRefusal(400, "a length is not a number");
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the peer closed in the middle of a body");
        }
        return bytes;
    }

    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (--headLeft < 0) {
                throw new HttpRefusal(431, "the request head is longer than 32 KiB");
            }
            if (next == '\n') {
                return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return Optional.empty();
    }

    private static String need(Optional<String> line) throws EOFException {
        return line.orElseThrow(() -> new EOFException("the peer closed in the middle of a request"));
    }
}
