package io.atlasoffsite.store;

import io.atlasoffsite.transfer.ArchiveSink;
import io.atlasoffsite.transfer.Part;
import io.atlasoffsite.transfer.Receipt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Copies, archives and attempts as the tests need them. */
final class Fixtures {

    static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    static final String SNAPSHOT = "6a6f78e0cab84da5c4476b25";
    static final CopyId COPY = new CopyId(PROJECT, "orders", Instant.parse("2026-08-02T17:06:56Z"), SNAPSHOT);
    static final byte[] SNAPSHOT_JSON = text("{\"id\":\"" + SNAPSHOT + "\"}\n");

    private Fixtures() {}

    static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] random(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    static Attempts attempts(ArchiveStore store, String process) {
        return new Attempts(store, "node", process, Clock.systemUTC(), new Random());
    }

    static Attempt begin(ArchiveStore store) throws IOException {
        return attempts(store, "p1").begin(COPY, List.of("orders"));
    }

    static String archive(Attempt attempt) {
        return attempt.archivePath("orders");
    }

    static ArchiveSink sink(ArchiveStore store, Attempt attempt) throws IOException {
        return store.newArchive(archive(attempt), OptionalLong.empty(), attempt);
    }

    static void putParts(ArchiveSink sink, byte[] content, int size) throws IOException, InterruptedException {
        int number = 1;
        for (int from = 0; from < content.length; from += size) {
            sink.put(new Bytes(number++, from, content, Math.min(size, content.length - from)));
        }
    }

    static Receipt write(ArchiveStore store, Attempt attempt, byte[] content) throws IOException, InterruptedException {
        ArchiveSink sink = sink(store, attempt);
        putParts(sink, content, 5 << 20);
        return sink.commit(content.length);
    }

    static Manifest manifest(Attempt attempt, byte[] content) {
        return manifest(attempt.record().copyId(), archive(attempt), content, attempt.id());
    }

    static Manifest manifest(CopyId copy, String archivePath, byte[] content, String requestId) {
        Manifest.Archive archive = new Manifest.Archive(
                StorePath.fileName(archivePath),
                "",
                content.length,
                Sha256.hex(content),
                42,
                20,
                123_456,
                Optional.of(new Manifest.Storage("wiredTiger", true, false, false)),
                new Manifest.Proof(Manifest.Length.MATCHED, Manifest.Shape.OK, Manifest.Stored.READBACK));
        return new Manifest(
                copy,
                requestId,
                "orders-nightly",
                new Manifest.Project(copy.projectId(), "Shop"),
                new Manifest.Cluster("", copy.cluster(), "flex"),
                new Manifest.Snapshot(
                        copy.snapshotId(),
                        copy.takenAt(),
                        Optional.of(Instant.parse("2026-08-10T17:05:10Z")),
                        "8.0.29",
                        "replicaSet",
                        "scheduled",
                        "",
                        OptionalLong.empty()),
                List.of(archive),
                Instant.parse("2026-08-02T18:00:00Z"),
                Instant.parse("2026-08-02T18:01:00Z"),
                "atlas-offsite 0.1.0",
                List.of());
    }

    /** A part over an array. */
    record Bytes(int number, long offset, byte[] content, int size) implements Part {

        static Part of(byte[] content) {
            return new Bytes(1, 0, content, content.length);
        }

        @Override
        public long length() {
            return size;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content, (int) offset, size);
        }

        @Override
        public void writeTo(WritableByteChannel channel) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(content, (int) offset, size);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
