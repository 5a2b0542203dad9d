package io.atlasoffsite.route;

import io.atlasoffsite.transfer.FaultyServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** A host that serves an archive, more or less. What it does next depends on its seed alone. */
final class RandomHost implements FaultyServer.Script {

    /** How a host answers a Range request. */
    private enum Ranges {
        NONE,
        RIGHT,
        IGNORED,
        WRONG_START,
        WRONG_TOTAL,
        REFUSED,
        ETAG_CHANGES,
        ETAG_WEAK,
        CONTENT_CHANGES
    }

    /** How a host says where its body ends. */
    private enum Framing {
        LENGTH,
        CHUNKED,
        CLOSE
    }

    /** How an answer of a host goes wrong. */
    private enum Cut {
        NOT,
        CLOSE,
        RESET,
        BUSY,
        FORBIDDEN,
        BIT,
        EXTRA
    }

    private final Random random;
    private final byte[] archive;
    private final byte[] other;
    private final Ranges ranges;
    private final Framing framing;
    private final int badness;
    private boolean well;
    private int faults;

    RandomHost(Random random, byte[] archive, byte[] other) {
        this.random = random;
        this.archive = archive;
        this.other = other;
        this.ranges = pick(Ranges.values());
        this.framing = pick(Framing.values());
        this.badness = random.nextInt(100);
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    synchronized int faults() {
        return faults;
    }

    synchronized void getWell() {
        well = true;
    }

    @Override
    public synchronized void serve(FaultyServer.Request request, FaultyServer.Answer answer) throws Exception {
        Cut cut = well || random.nextInt(100) >= badness ? Cut.NOT : pick(Cut.values());
        boolean range = request.headers().containsKey("range");
        boolean strange = range && ranges != Ranges.RIGHT && !well;
        faults += cut == Cut.NOT && !strange ? 0 : 1;
        switch (cut) {
            case BUSY -> answer.head("503 Busy", "Content-Length: 0");
            case FORBIDDEN -> answer.head("403 No", "Content-Length: 0");
            default -> {
                if (range) {
                    serveRange(request.from(), answer, cut);
                } else {
                    serveFrom(0, "200 OK", "X: y", archive, answer, cut);
                }
            }
        }
    }

    private void serveRange(int from, FaultyServer.Answer answer, Cut cut) throws Exception {
        int total = archive.length;
        String right = range(from, total);
        switch (ranges) {
            case NONE, IGNORED -> serveFrom(0, "200 OK", "X: y", archive, answer, cut);
            case WRONG_START -> serveFrom(from, "206 P", range(from - 1, total), archive, answer, cut);
            case WRONG_TOTAL -> serveFrom(from, "206 P", range(from, total + 1), archive, answer, cut);
            case REFUSED -> answer.head("416 No", "Content-Range: bytes */" + total);
            case CONTENT_CHANGES ->
                serveFrom(Math.min(from, other.length), "206 P", range(from, other.length), other, answer, cut);
            default -> serveFrom(from, "206 P", right, archive, answer, cut);
        }
    }

    private static String range(int from, int total) {
        return "Content-Range: bytes " + from + "-" + (total - 1) + "/" + total;
    }

    private String etag(boolean again) {
        return switch (ranges) {
            case NONE -> "X-No: etag";
            case ETAG_WEAK -> "ETag: W/\"v1\"";
            case ETAG_CHANGES, CONTENT_CHANGES -> "ETag: \"v" + (again ? 2 : 1) + "\"";
            default -> "ETag: \"v1\"";
        };
    }

    private void serveFrom(int from, String status, String range, byte[] content, FaultyServer.Answer answer, Cut cut)
            throws Exception {
        byte[] sent = content.clone();
        int end = sent.length;
        int announced = end - from;
        if (cut == Cut.BIT && end > from) {
            flip(sent, from);
        }
        int stop = cut == Cut.CLOSE || cut == Cut.RESET ? from + random.nextInt(end - from + 1) : end;
        String frame = switch (framing) {
            case LENGTH -> "Content-Length: " + announced;
            case CHUNKED -> "Transfer-Encoding: chunked";
            case CLOSE -> "Connection: close";
        };
        String accepts = ranges == Ranges.NONE ? "X-Accept: none" : "Accept-Ranges: bytes";
        answer.head(status, frame, range, etag(status.startsWith("206")), accepts);
        if (framing == Framing.CHUNKED) {
            chunks(answer, sent, from, stop, end);
        } else {
            answer.body(sent, from, stop);
        }
        if (cut == Cut.EXTRA && framing == Framing.CLOSE) {
            answer.text("<p>that was all</p>");
        }
        if (cut == Cut.RESET) {
            answer.reset();
        }
    }

    /** One bit that means something: gzip has a few, such as the time in its header, that no checksum covers. */
    private void flip(byte[] bytes, int from) {
        int at = from + random.nextInt(bytes.length - from);
        byte mask = (byte) (1 << random.nextInt(8));
        bytes[at] ^= mask;
        if (inflates(bytes)) {
            bytes[at] ^= mask;
            bytes[bytes.length - 1] ^= mask;
        }
    }

    private static boolean inflates(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (IOException damaged) {
            return false;
        }
    }

    private void chunks(FaultyServer.Answer answer, byte[] sent, int from, int stop, int end) throws Exception {
        int chunk = 1 + random.nextInt(50_000);
        for (int at = from; at < stop; at += chunk) {
            int whole = Math.min(chunk, end - at);
            answer.text(Integer.toHexString(whole) + "\r\n").body(sent, at, Math.min(stop, at + whole));
            if (at + whole <= stop) {
                answer.text("\r\n");
            }
        }
        if (stop == end) {
            answer.text("0\r\n\r\n");
        }
    }
}
