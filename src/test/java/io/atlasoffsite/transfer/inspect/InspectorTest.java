package io.atlasoffsite.transfer.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import io.atlasoffsite.transfer.inspect.Inspection.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectorTest {

    private static final byte[] GOOD = Archives.dataDirectory(1, 300_000);

    @Test
    void aDataDirectoryIsSoundAndItsStorageOptionsAreKnown() throws IOException {
        Inspection inspection = inspect(GOOD);

        assertThat(inspection.shape()).isEqualTo(Shape.OK);
        assertThat(inspection.warnings()).isEmpty();
        assertThat(inspection.entries()).isEqualTo(9);
        assertThat(inspection.dataFiles()).isEqualTo(3);
        assertThat(inspection.uncompressedBytes()).isEqualTo(inflated(GOOD).length);
        assertThat(inspection.storage()).contains(new StorageOptions("wiredTiger", true, false, false));
    }

    @Test
    void aDataDirectoryBelowOneTopDirectoryIsSound() throws IOException {
        byte[] archive = Archives.gzip(Archives.tar(tar -> Archives.fillDataDirectory(tar, "restore-1/", 2, 9000)));

        assertThat(inspect(archive).shape()).isEqualTo(Shape.OK);
    }

    @Test
    void anythingElseThatIsATarIsOnlySuspicious() throws IOException {
        Inspection inspection = inspect(Archives.gzip(Archives.tar(tar -> {
            Archives.file(tar, "a.txt", Archives.text("hello"));
            Archives.file(tar, "broken.wt", Archives.text("no magic"));
        })));

        assertThat(inspection.shape()).isEqualTo(Shape.SUSPICIOUS);
        assertThat(inspection.warnings())
                .anyMatch(line -> line.contains("broken.wt"))
                .anyMatch(line -> line.contains("storage.bson"));
    }

    @Test
    void longNamesInPaxAndGnuFormatAreRead() throws IOException {
        String name = "d/".repeat(80) + "collection-" + "x".repeat(90) + ".wt";
        for (int mode : new int[] {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX}) {
            Inspection inspection = inspect(Archives.gzip(Archives.tar(tar -> {
                tar.setLongFileMode(mode);
                Archives.file(tar, name, Archives.dataFile(3, 600));
            })));
            assertThat(inspection.dataFiles()).isEqualTo(1);
            assertThat(inspection.entries()).isEqualTo(1);
        }
    }

    @Test
    void f16_severalGzipMembersAreOneArchive() throws IOException {
        byte[] tar = inflated(GOOD);
        byte[] members = Archives.join(
                Archives.gzip(Arrays.copyOf(tar, 1000)),
                Archives.gzip(new byte[0]),
                Archives.gzip(Arrays.copyOfRange(tar, 1000, tar.length)));

        assertThat(inspect(members)).isEqualTo(inspect(GOOD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\0", "\u001f", "garbage behind the archive"})
    void f16_trailingGarbageIsRefused(String garbage) {
        byte[] tail = garbage.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(refusal(Archives.join(GOOD, tail))).isIn(Defect.DAMAGED, Defect.TRUNCATED);
        assertThat(refusal(Archives.gzip(Archives.join(inflated(GOOD), Archives.text("tail")))))
                .isEqualTo(Defect.DAMAGED);
    }

    @Test
    void f14_anyFlippedBitIsRefusedOrChangesNothingThatIsHashed() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = GOOD.clone();
            // The ten header bytes of gzip carry a time and flags that no CRC covers; the SHA-256 does.
            int at = 10 + random.nextInt(damaged.length - 10);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(refusal(damaged)).as("bit at byte %s", at).isIn(Defect.DAMAGED, Defect.TRUNCATED);
        }
    }

    @Test
    void f2_anArchiveCutAnywhereIsRefused() {
        for (int length = 1; length < GOOD.length; length += 997) {
            assertThat(refusal(Arrays.copyOf(GOOD, length)))
                    .as("cut at %s", length)
                    .isEqualTo(Defect.TRUNCATED);
        }
        byte[] tar = inflated(GOOD);
        int end = tar.length;
        while (tar[end - 1] == 0) {
            end--;
        }
        assertThat(refusal(Archives.gzip(Arrays.copyOf(tar, (end + 511) / 512 * 512 + 512))))
                .isEqualTo(Defect.TRUNCATED);
    }

    @ParameterizedTest
    @CsvSource({
        "<!DOCTYPE html><p>no</p>, an HTML page",
        "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>, an XML document",
        "'{\"error\":404,\"url\":\"https://x/secret\"}', a JSON document",
        "gone, plain text"
    })
    void f5_anErrorPageIsRecognisedAndNotQuoted(String page, String kind) {
        DefectException refusal = catchThrowableOfType(DefectException.class, () -> inspect(Archives.text(page)));

        assertThat(refusal.defect()).isEqualTo(Defect.NOT_GZIP);
        assertThat(refusal)
                .hasMessageContaining(kind)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("Denied");
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertThat(refusal(new byte[0])).isEqualTo(Defect.NOT_GZIP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/../../up", "/etc/passwd", "a\nb", "a\u0085b", "a/.."})
    void f15_namesThatWouldEscapeAreRefused(String name) {
        assertThat(refusal(Archives.gzip(Archives.tar(tar -> Archives.file(tar, name, new byte[1])))))
                .isEqualTo(Defect.UNSAFE_ENTRY);
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                TarConstants.LF_LINK,
                TarConstants.LF_SYMLINK,
                TarConstants.LF_CHR,
                TarConstants.LF_BLK,
                TarConstants.LF_FIFO
            })
    void f15_linksAndDevicesAreRefused(byte type) {
        assertThat(refusal(Archives.gzip(Archives.tar(tar -> Archives.special(tar, "x", type, "/etc/passwd")))))
                .isEqualTo(Defect.UNSAFE_ENTRY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "./a/b", "a//b", "a/./b"})
    void f15_aFileThatComesTwiceIsRefused(String again) {
        assertThat(refusal(Archives.gzip(Archives.tar(tar -> {
                    Archives.file(tar, "a/b", new byte[1]);
                    Archives.file(tar, again, new byte[1]);
                }))))
                .isEqualTo(Defect.UNSAFE_ENTRY);
    }

    @Test
    void thousandsOfNamesAreToldApart() throws IOException {
        byte[] archive = Archives.gzip(Archives.tar(tar -> {
            for (int number = 0; number < 20_000; number++) {
                Archives.file(tar, "collection-" + number + ".wt", new byte[0]);
            }
        }));

        assertThat(inspect(archive).entries()).isEqualTo(20_000);
        assertThat(inspect(archive).warnings()).hasSizeLessThanOrEqualTo(20);
        assertThatThrownBy(() -> new Inspector(1 << 20, 19_999).inspect(new ByteArrayInputStream(archive)))
                .isInstanceOfSatisfying(
                        DefectException.class, e -> assertThat(e.defect()).isEqualTo(Defect.BOMB));
    }

    @Test
    void f15_aGzipBombIsRefusedBeforeItIsReadWhole() {
        byte[] bomb = Archives.gzip(Archives.tar(tar -> Archives.file(tar, "zeros", new byte[40 << 20])));

        assertThatThrownBy(() -> new Inspector(16 << 20, 100).inspect(new ByteArrayInputStream(bomb)))
                .isInstanceOfSatisfying(
                        DefectException.class, e -> assertThat(e.defect()).isEqualTo(Defect.BOMB));
    }

    @Test
    void aWrongHeaderChecksumIsRefused() {
        byte[] tar = inflated(GOOD);
        tar[100] ^= 1;

        assertThat(refusal(Archives.gzip(tar))).isEqualTo(Defect.DAMAGED);
    }

    @Test
    void randomBytesBehindAGzipHeaderAreRefusedNotCrashedOn() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            byte[] noise = new byte[1 + random.nextInt(3000)];
            random.nextBytes(noise);
            assertThat(refusal(Archives.gzip(noise))).isNotNull();
            assertThat(refusal(Archives.join(Arrays.copyOf(GOOD, 10), noise))).isNotNull();
        }
    }

    private static Inspection inspect(byte[] archive) throws IOException {
        return new Inspector().inspect(new ByteArrayInputStream(archive));
    }

    private static Defect refusal(byte[] archive) {
        return catchThrowableOfType(DefectException.class, () -> inspect(archive))
                .defect();
    }

    private static byte[] inflated(byte[] archive) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
