package io.atlasoffsite.sandbox;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** One {@code .tar.gz}, as segments that are made while they are written. Immutable; the same bytes every time, from any offset. */
final class Archive {

    private static final int BUFFER = 128 * 1024;

    private final List<Segment> segments;
    private final long length;

    Archive(List<Segment> segments) {
        this.segments = List.copyOf(segments);
        this.length = segments.stream().mapToLong(Segment::packedLength).sum();
    }

    long length() {
        return length;
    }

    /** Writes the bytes from {@code from} (inclusive) to {@code to} (exclusive) and flushes; the stream stays open. */
    void write(OutputStream target, long from, long to) throws IOException {
        BufferedOutputStream out = new BufferedOutputStream(target, BUFFER);
        long start = 0;
        for (Segment segment : segments) {
            long end = start + segment.packedLength();
            if (end > from && start < to) {
                segment.write(out, Math.max(0, from - start), Math.min(segment.packedLength(), to - start));
            }
            start = end;
        }
        out.flush();
    }

    /** Length and SHA-256, by making every byte once. */
    ArchiveFacts facts() {
        MessageDigest digest = Seeds.digest("SHA-256");
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            write(out, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("digesting the archive in memory failed", e);
        }
        return new ArchiveFacts(length, HexFormat.of().formatHex(digest.digest()));
    }
}
