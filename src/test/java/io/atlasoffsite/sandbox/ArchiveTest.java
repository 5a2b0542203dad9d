package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.junit.jupiter.api.Test;

class ArchiveTest {

    private static final long GIB = 1L << 30;

    private final Archives archives = new Archives(2 * 1024 * 1024);

    @Test
    void theArchiveIsAWholeGzipOfAWholeTarOfADataDirectory() throws IOException {
        Map<String, byte[]> files = unpack(bytes(archives.generated("one", "set")));
        assertThat(files)
                .containsKeys(
                        "WiredTiger",
                        "WiredTiger.lock",
                        "WiredTiger.turtle",
                        "WiredTiger.wt",
                        "WiredTigerHS.wt",
                        "_mdb_catalog.wt",
                        "sizeStorer.wt",
                        "storage.bson",
                        "journal/",
                        "journal/WiredTigerLog.0000000001",
                        "mongod.log");
        assertThat(files.keySet()).anyMatch(name -> name.matches("collection-0--\\d+\\.wt"));
        assertThat(files.keySet()).anyMatch(name -> name.matches("index-1--\\d+\\.wt"));
    }

    @Test
    void everyTableStartsWithTheSameBlockAsThoseOfRealWiredTiger() throws IOException {
        byte[] real = Arrays.copyOf(unpack(bytes(archives.fixture())).get("WiredTiger.wt"), 4096);
        assertThat(ByteBuffer.wrap(real).order(ByteOrder.LITTLE_ENDIAN).getInt())
                .isEqualTo(120897);
        unpack(bytes(archives.generated("one", "set"))).forEach((name, content) -> {
            if (name.endsWith(".wt")) {
                assertThat(Arrays.copyOf(content, 4096)).as(name).isEqualTo(real);
                assertThat(content.length % 4096).as(name).isZero();
            }
        });
    }

    @Test
    void storageBsonIsRealBson() throws IOException {
        byte[] bytes = unpack(bytes(archives.generated("one", "set"))).get("storage.bson");
        BsonDocument document = new BsonDocumentCodec()
                .decode(
                        new BsonBinaryReader(ByteBuffer.wrap(bytes)),
                        DecoderContext.builder().build());
        BsonDocument storage = document.getDocument("storage");
        assertThat(storage.getString("engine").getValue()).isEqualTo("wiredTiger");
        assertThat(storage.getDocument("options").getBoolean("directoryPerDB").getValue())
                .isFalse();
    }

    @Test
    void anyRangeIsTheSameBytesAsTheWholeHas() throws IOException {
        Archive archive = archives.generated("ranges", "set");
        byte[] whole = bytes(archive);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(whole.length);
            int to = from + 1 + random.nextInt(Math.min(whole.length - from, 300_000));
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            archive.write(part, from, to);
            assertThat(part.toByteArray()).isEqualTo(Arrays.copyOfRange(whole, from, to));
        }
    }

    @Test
    void oneNameGivesTheSameBytesAndTwoNamesDoNot() throws IOException {
        byte[] one = bytes(archives.generated("one", "shard-0"));
        assertThat(bytes(new Archives(2 * 1024 * 1024).generated("one", "shard-0")))
                .isEqualTo(one);
        assertThat(bytes(archives.generated("one", "shard-1"))).isNotEqualTo(one);
        assertThat(bytes(archives.generated("two", "shard-0"))).isNotEqualTo(one);
    }

    @Test
    void theArchiveIsAboutAsLongAsAsked() {
        for (long asked : new long[] {1 << 20, 64 << 20, 16 * GIB}) {
            long length = new Archives(asked).generated("long", "set").length();
            assertThat(length).isBetween((long) (asked * 0.75), (long) (asked * 1.25));
        }
    }

    @Test
    void anyOffsetOfAHugeArchiveIsThereAtOnceAndTheLastBytesFit() throws IOException {
        Archive huge = new Archives(20 * GIB).generated("huge", "set");
        ByteArrayOutputStream tail = new ByteArrayOutputStream();
        huge.write(tail, huge.length() - 100_000, huge.length());
        assertThat(tail.size()).isEqualTo(100_000);
    }

    @Test
    void aFileOfMoreThan8GibHasASizeThatTarReadersUnderstand() throws IOException {
        long size = 9 * GIB;
        byte[] header = TarHeader.file("collection.wt", size, 1);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(header))) {
            assertThat(tar.getNextEntry().getSize()).isEqualTo(size);
        }
    }

    @Test
    void makingAGibibyteTakesAMomentAndNoMemory() throws IOException {
        Archive archive = new Archives(GIB).generated("fast", "set");
        long start = System.nanoTime();
        archive.write(OutputStream.nullOutputStream(), 0, archive.length());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    private static byte[] bytes(Archive archive) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        archive.write(out, 0, archive.length());
        assertThat((long) out.size()).isEqualTo(archive.length());
        return out.toByteArray();
    }

    private static Map<String, byte[]> unpack(byte[] archive) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(gzip)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
            assertThat(gzip.read()).as("the trailer is read and right").isEqualTo(-1);
        }
        return files;
    }
}
