package io.atlasoffsite.transfer.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sparse files as GNU tar packs them. */
@EnabledOnOs(OS.LINUX)
class SparseFilesTest {

    @TempDir
    private Path directory;

    /** Remembers the files whole. */
    private static final class Heard implements EntryReceiver {
        private final Map<String, byte[]> all = new LinkedHashMap<>();
        private final Map<String, Long> sizes = new LinkedHashMap<>();
        private String name = "";
        private ByteArrayOutputStream content = new ByteArrayOutputStream();

        @Override
        public void entry(String entry, boolean isDirectory, long size) {
            name = entry;
            content = new ByteArrayOutputStream();
            sizes.put(name, size);
        }

        @Override
        public void content(byte[] bytes, int offset, int length) {
            content.write(bytes, offset, length);
        }

        @Override
        public void hole(long length) {
            content.writeBytes(new byte[(int) length]);
        }

        @Override
        public void end() {
            all.put(name, content.toByteArray());
        }
    }

    private byte[] packed(String... names) throws Exception {
        Path tar = directory.resolve("packed.tar");
        ProcessBuilder builder = new ProcessBuilder("tar", "--format=gnu", "-S", "-cf", tar.toString());
        builder.command().addAll(List.of(names));
        Process process = builder.directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllBytes(tar);
    }

    /** Pieces of 4 KiB with holes between them. */
    private byte[] sparse(String name, int pieces, long length) throws IOException {
        byte[] piece = new byte[4096];
        Random random = new Random(pieces);
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            for (int number = 0; number < pieces; number++) {
                random.nextBytes(piece);
                file.seek(65_536L * number + 8192);
                file.write(piece);
            }
            file.setLength(length);
        }
        return Files.readAllBytes(directory.resolve(name));
    }

    @Test
    void holesComeBackWhereTheyWere() throws Exception {
        Map<String, byte[]> made = new LinkedHashMap<>();
        made.put("few", sparse("few", 2, 1 << 20));
        made.put("many", sparse("many", 60, 4 << 20));
        made.put("hole", sparse("hole", 0, 300_000));
        made.put("plain", Files.readAllBytes(Files.write(directory.resolve("plain"), Archives.dataFile(1, 5000))));
        byte[] tar = packed("few", "many", "hole", "plain");
        assertThat(tar.length).isLessThan(1 << 20);
        Heard files = new Heard();

        new Inspector().inspect(new ByteArrayInputStream(Archives.gzip(tar)), files);

        assertThat(files.all.keySet()).isEqualTo(made.keySet());
        made.forEach((name, content) -> {
            assertThat(files.all.get(name)).as(name).isEqualTo(content);
            assertThat(files.sizes.get(name)).as(name).isEqualTo(content.length);
        });
    }

    @Test
    void aMapThatDoesNotFitItsContentIsRefused() throws Exception {
        sparse("few", 2, 1 << 20);
        byte[] good = packed("few");
        for (int field : new int[] {386, 398, 410, 483}) {
            byte[] tar = good.clone();
            System.arraycopy("77777770000".getBytes(StandardCharsets.US_ASCII), 0, tar, field, 11);
            if (field == 483) {
                tar[field] = '0';
                Arrays.fill(tar, field, field + 10, (byte) '0');
            }
            fixChecksum(tar);
            assertThatThrownBy(() -> new Inspector().inspect(new ByteArrayInputStream(Archives.gzip(tar))))
                    .as("field at %d", field)
                    .isInstanceOfSatisfying(
                            DefectException.class,
                            e -> assertThat(e.defect()).isEqualTo(DefectException.Defect.DAMAGED));
        }
    }

    @Test
    void f15_holesCountAsWhatTheArchiveExpandsTo() throws Exception {
        byte[] end = Archives.tar(tar -> {});
        byte[] within = Archives.gzip(Archives.join(Archives.hole("a", 9 << 20), Archives.hole("b", 6 << 20), end));
        byte[] above = Archives.gzip(Archives.join(Archives.hole("a", 9 << 20), Archives.hole("b", 8 << 20), end));

        assertThat(new Inspector(16 << 20, 100)
                        .inspect(new ByteArrayInputStream(within))
                        .entries())
                .isEqualTo(2);
        assertThatThrownBy(() -> new Inspector(16 << 20, 100).inspect(new ByteArrayInputStream(above)))
                .isInstanceOfSatisfying(
                        DefectException.class, e -> assertThat(e.defect()).isEqualTo(DefectException.Defect.BOMB));
    }

    private static void fixChecksum(byte[] tar) {
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int at = 0; at < 512; at++) {
            sum += tar[at] & 0xff;
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, 148, 8);
    }
}
