package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.plan.Plan.Inspection;
import io.atlasoffsite.route.CopyRig.Ended;
import io.atlasoffsite.route.CopyRig.Wish;
import io.atlasoffsite.transfer.FaultyServer;
import io.atlasoffsite.transfer.inspect.Archives;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** F5, F14 to F16: what comes is no archive, a damaged one, or a dangerous one; found while it streams or when it is read back. */
abstract class BadArchiveContract extends FaultsContract {

    private static final int TAR_BLOCK = 512;
    private static final int ZEROS = 16 << 20;

    private Ended serve(byte[] body, Inspection inspection) throws Exception {
        try (FaultyServer server = FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, body))) {
            Ended ended = rig().copy(Wish.of(body, tickets(server, false)).inspected(inspection));
            assertThat(server.requests())
                    .as("what is wrong is not fetched again")
                    .hasSize(1);
            return ended;
        }
    }

    private static Stream<Arguments> bothWays(Object... cases) {
        return Arrays.stream(cases)
                .flatMap(one -> Stream.of(Inspection.values()).map(when -> Arguments.of(one, when)));
    }

    static Stream<Arguments> pages() {
        return bothWays(
                "<html><body>https://x/secret-path expired</body></html>",
                "<?xml version='1.0'?><Error><Code>AccessDenied</Code><Sig>secret</Sig></Error>",
                "{\"error\": 403, \"url\": \"https://x/secret\"}",
                "Request has expired: secret");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void f5_anErrorPageWithStatus200LeavesNoCopy(String page, Inspection inspection) throws Exception {
        assertNotWhole(serve(Archives.text(page), inspection).why(), "an error page with status 200");
    }

    @ParameterizedTest
    @EnumSource(Inspection.class)
    void f5_anEmptyBodyWithStatus200LeavesNoCopy(Inspection inspection) throws Exception {
        assertNotWhole(serve(new byte[0], inspection).why(), "an error page with status 200");
    }

    static Stream<Arguments> bits() {
        int last = ARCHIVE.length - 1;
        // In the magic, in the member's header checksum-less method, in the data, in the CRC, in the size.
        return bothWays(1, 2, ARCHIVE.length / 3, HALF, last - 6, last);
    }

    @ParameterizedTest
    @MethodSource("bits")
    void f14_oneFlippedBitLeavesNoCopy(int where, Inspection inspection) throws Exception {
        byte[] damaged = ARCHIVE.clone();
        damaged[where] ^= 4;

        assertNotWhole(
                serve(damaged, inspection).why(), where == 1 ? "an error page with status 200" : "damaged gzip or tar");
    }

    @ParameterizedTest
    @EnumSource(Inspection.class)
    void f15_aGzipBombLeavesNoCopy(Inspection inspection) throws Exception {
        assertDangerous(serve(bomb(), inspection).why());
    }

    /** 640 MiB of zeros in 40 members: the same few KiB again and again. */
    private static byte[] bomb() {
        long length = 40L * ZEROS;
        byte[] head = Arrays.copyOf(
                Archives.tar(tar -> {
                    var entry = new org.apache.commons.compress.archivers.tar.TarArchiveEntry("collection-1.wt");
                    entry.setSize(0);
                    tar.putArchiveEntry(entry);
                    tar.closeArchiveEntry();
                }),
                TAR_BLOCK);
        byte[] size = Archives.text(String.format("%011o", length));
        System.arraycopy(size, 0, head, 124, size.length);
        int sum = 0;
        Arrays.fill(head, 148, 156, (byte) ' ');
        for (byte octet : head) {
            sum += octet & 0xff;
        }
        System.arraycopy(Archives.text(String.format("%06o\0 ", sum)), 0, head, 148, 8);
        byte[] zeros = Archives.gzip(new byte[ZEROS]);
        byte[][] members = new byte[42][];
        Arrays.fill(members, zeros);
        members[0] = Archives.gzip(head);
        members[41] = Archives.gzip(new byte[2 * TAR_BLOCK]);
        return Archives.join(members);
    }

    static Stream<Arguments> names() {
        return bothWays("../up", "a/../../up", "a/..", "/etc/passwd", "a\nb");
    }

    @ParameterizedTest
    @MethodSource("names")
    void f15_aNameThatWouldEscapeLeavesNoCopy(String name, Inspection inspection) throws Exception {
        byte[] archive = Archives.gzip(Archives.tar(tar -> Archives.file(tar, name, new byte[1])));

        assertDangerous(serve(archive, inspection).why());
    }

    static Stream<Arguments> types() {
        return bothWays(TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR, TarConstants.LF_FIFO);
    }

    @ParameterizedTest
    @MethodSource("types")
    void f15_aLinkOrDeviceLeavesNoCopy(byte type, Inspection inspection) throws Exception {
        byte[] archive = Archives.gzip(Archives.tar(tar -> Archives.special(tar, "x", type, "/etc/passwd")));

        assertDangerous(serve(archive, inspection).why());
    }

    static Stream<Arguments> twice() {
        return bothWays("a/b", "./a/b", "a//b");
    }

    @ParameterizedTest
    @MethodSource("twice")
    void f15_aNameThatComesTwiceLeavesNoCopy(String again, Inspection inspection) throws Exception {
        byte[] archive = Archives.gzip(Archives.tar(tar -> {
            Archives.file(tar, "a/b", new byte[1]);
            Archives.file(tar, again, new byte[1]);
        }));

        assertDangerous(serve(archive, inspection).why());
    }

    private static void assertDangerous(OffsiteException failure) {
        assertNotWhole(failure, "a name or link that would be dangerous");
    }

    static Stream<Arguments> garbage() {
        return bothWays(new byte[] {1, 2, 3}, new byte[1], Archives.text("<html>"), new byte[] {0x1f, (byte) 0x8b});
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void f16_trailingGarbageLeavesNoCopy(byte[] garbage, Inspection inspection) throws Exception {
        assertNotWhole(serve(Archives.join(ARCHIVE, garbage), inspection).why(), "damaged gzip or tar");
    }

    @ParameterizedTest
    @EnumSource(Inspection.class)
    void f16_garbageBehindTheEndOfTheTarLeavesNoCopy(Inspection inspection) throws Exception {
        byte[] second = Archives.join(ARCHIVE, Archives.gzip(Archives.text("what is this?")));

        assertNotWhole(serve(second, inspection).why(), "damaged gzip or tar");
    }

    @ParameterizedTest
    @EnumSource(Inspection.class)
    void f16_severalMembersAreOneArchive(Inspection inspection) throws Exception {
        byte[] tar = Archives.tar(out -> Archives.file(out, "collection-1.wt", Archives.dataFile(7, 300_000)));
        byte[] members = new byte[0];
        for (int from = 0; from < tar.length; from += 70_001) {
            members = Archives.join(
                    members, Archives.gzip(Arrays.copyOfRange(tar, from, Math.min(tar.length, from + 70_001))));
        }

        assertThat(serve(members, inspection).record().bytes()).isEqualTo(members.length);
    }
}
