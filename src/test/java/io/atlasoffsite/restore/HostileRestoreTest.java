package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.Reason;
import io.atlasoffsite.transfer.inspect.Archives;
import io.atlasoffsite.transfer.inspect.Archives.Filling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F15: archives made to do harm. Each has the SHA-256 its manifest says, so that only what is inside gives it away. */
@Timeout(120)
class HostileRestoreTest {

    private static final String LONG = "n".repeat(300);

    @TempDir
    private Path directory;

    private RestoreRig rig;
    private WatchedStore vault;

    @BeforeEach
    void open() throws IOException {
        rig = new RestoreRig(directory);
        vault = rig.store("vault");
        Files.writeString(directory.resolve("victim"), "untouched");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                named("climbs", tar -> Archives.file(tar, "../../victim", new byte[9])),
                named("climbs in the middle", tar -> Archives.file(tar, "a/../../../victim", new byte[9])),
                named("absolute", tar -> Archives.file(tar, "/etc/offsite-victim", new byte[9])),
                named("symbolic link", tar -> {
                    Archives.special(tar, "way", TarConstants.LF_SYMLINK, "../..");
                    Archives.file(tar, "way/victim", new byte[9]);
                }),
                named("hard link", tar -> Archives.special(tar, "way", TarConstants.LF_LINK, "../../victim")),
                named("device", tar -> Archives.special(tar, "null", TarConstants.LF_CHR, "")),
                named("block device", tar -> Archives.special(tar, "disk", TarConstants.LF_BLK, "")),
                named("pipe", tar -> Archives.special(tar, "pipe", TarConstants.LF_FIFO, "")),
                named("twice", tar -> {
                    Archives.file(tar, "a", new byte[9]);
                    Archives.file(tar, "./a", new byte[7]);
                }),
                named("below a file", tar -> {
                    Archives.file(tar, "a", new byte[9]);
                    Archives.file(tar, "a/b", new byte[7]);
                }),
                named("a directory where a file is", tar -> {
                    Archives.file(tar, "a", new byte[9]);
                    Archives.directory(tar, "a/");
                }),
                named("a file where a directory is", tar -> {
                    Archives.directory(tar, "a/");
                    Archives.file(tar, "a", new byte[9]);
                }),
                named("long name", tar -> Archives.file(tar, LONG, new byte[9])),
                named("deep", tar -> Archives.file(tar, "d/".repeat(500) + "x", new byte[9])),
                named("no UTF-8", tar -> Archives.file(tar, "caf\ufffd", new byte[9])),
                named("line break", tar -> Archives.file(tar, "a\nb", new byte[9])));
    }

    private static Arguments named(String name, Filling filling) {
        return Arguments.of(Named.of(name, filling));
    }

    private static byte[] archive(Filling filling) {
        return Archives.gzip(Archives.tar(tar -> {
            Archives.file(tar, "WiredTiger", Archives.text("WiredTiger"));
            filling.into(tar);
        }));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void f15_aHostileArchiveIsRefusedAndLeavesNothing(Filling filling) throws Exception {
        StoredCopy.in(vault, StoredCopy.COPY, Map.of("orders", archive(filling)));

        rig.refused(rig.task(vault), Reason.INTEGRITY);

        rig.assertNothingLeft();
        assertThat(directory.resolve("victim")).hasContent("untouched");
        assertThat(Path.of("/etc/offsite-victim")).doesNotExist();
    }

    /** Most of it is a hole, so that little is written until the rest goes over the limit. */
    @Test
    void f15_aBombIsRefusedBeforeItFillsTheDisk() throws Exception {
        byte[] rest = Archives.tar(tar -> Archives.file(tar, "zeros", new byte[20 << 20]));
        byte[] bomb = Archives.gzip(Archives.join(Archives.hole("hole", 500L << 20), rest));
        StoredCopy.in(vault, StoredCopy.COPY, Map.of("orders", bomb));

        assertThat(rig.refused(rig.task(vault), Reason.INTEGRITY)).hasMessageContaining("100 times");

        rig.assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 40, 1L << 43, 1L << 60, Long.MAX_VALUE})
    void f15_aSparseFileThatClaimsToBeHugeIsABomb(long claimed) throws Exception {
        byte[] rest = Archives.tar(tar -> Archives.file(tar, "WiredTiger", Archives.text("WiredTiger")));
        byte[] small = Archives.hole("small", 1L << 20);
        byte[] bomb = Archives.gzip(Archives.join(small, Archives.hole("huge", claimed), rest));
        StoredCopy.in(vault, StoredCopy.COPY, Map.of("orders", bomb));

        assertThat(rig.refused(rig.task(vault), Reason.INTEGRITY)).hasMessageContaining("100 times");

        rig.assertNothingLeft();
    }

    @Test
    void f15_evenWhereDamageIsAcceptedItStopsBeforeWhatIsUnsafe() throws Exception {
        byte[] archive = archive(tar -> {
            Archives.special(tar, "way", TarConstants.LF_SYMLINK, "../..");
            Archives.file(tar, "way/victim", new byte[9]);
            Archives.file(tar, "after", new byte[9]);
        });
        StoredCopy.in(vault, StoredCopy.COPY, Map.of("orders", archive));

        Restored saved = rig.restore(rig.accepting(vault));

        assertThat(saved.whole()).isFalse();
        assertThat(RestoreRig.files(rig.into().resolve("orders"))).containsOnlyKeys("WiredTiger");
        assertThat(saved.archives().get(0).unproved()).anyMatch(why -> why.contains("'way'"));
        assertThat(saved.archives().get(0).bytes()).isEqualTo(archive.length);
        assertThat(directory.resolve("victim")).hasContent("untouched");
    }
}
