package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartSizesTest {

    private static final long MIB = 1L << 20;
    private static final PartRules S3 = new PartRules(5 * MIB, 5L << 30, 10_000, 4);
    private static final PartRules FILE = new PartRules(1, Long.MAX_VALUE, Integer.MAX_VALUE, 1);

    @Test
    void tenThousandGrowingPartsReachFiveTebibytes() throws TransferException {
        for (long fits : List.of(64 * 1024L, 5 * MIB, 8 * MIB, 32 * MIB)) {
            PartSizes sizes = new PartSizes(S3, 256 * 1024, fits, OptionalLong.empty(), OptionalLong.empty());
            long reached = 0;
            long before = 0;
            for (int number = 1; number <= S3.most(); number++) {
                long length = sizes.lengthOf(number);
                assertThat(length).isBetween(Math.max(before, S3.smallest()), S3.largest());
                before = length;
                reached += length;
            }
            assertThat(reached).isGreaterThanOrEqualTo(5L << 40);
        }
    }

    @Test
    void aKnownLengthMakesAlikePartsThatReachIt() throws TransferException {
        for (long length : List.of(1L, 100 * MIB, 80L << 30, 3L << 40, 5L << 40)) {
            PartSizes sizes = new PartSizes(S3, 256 * 1024, 8 * MIB, OptionalLong.of(length), OptionalLong.empty());
            assertThat(sizes.lengthOf(1)).isEqualTo(sizes.lengthOf(S3.most())).isBetween(S3.smallest(), S3.largest());
            assertThat(Math.multiplyHigh(sizes.lengthOf(1), S3.most())).isZero();
            assertThat(sizes.lengthOf(1) * S3.most()).isGreaterThanOrEqualTo(length);
        }
    }

    @Test
    void aHintMakesLargerPartsFromTheBeginning() throws TransferException {
        PartSizes sizes = new PartSizes(S3, 256 * 1024, 8 * MIB, OptionalLong.empty(), OptionalLong.of(1L << 40));

        assertThat(sizes.lengthOf(1)).isGreaterThan(100 * MIB);
    }

    @Test
    void theLongestPartInMemoryIsTheFirstUnlessPartsGrow() throws TransferException {
        PartSizes alike = new PartSizes(S3, 256 * 1024, 16 * MIB, OptionalLong.of(100 * MIB), OptionalLong.empty());
        PartSizes growing = new PartSizes(S3, 256 * 1024, 16 * MIB, OptionalLong.empty(), OptionalLong.empty());

        PartSizes spooled = new PartSizes(S3, 256 * 1024, 4 * MIB, OptionalLong.of(100 * MIB), OptionalLong.empty());

        assertThat(alike.longestInMemory()).isEqualTo(8 * MIB);
        assertThat(growing.longestInMemory()).isEqualTo(16 * MIB);
        assertThat(spooled.longestInMemory()).isZero();
    }

    @Test
    void aFileGetsShortPartsWithoutEnd() throws TransferException {
        PartSizes sizes = new PartSizes(FILE, 256 * 1024, 8 * MIB, OptionalLong.empty(), OptionalLong.empty());

        assertThat(sizes.lengthOf(1)).isEqualTo(MIB);
        assertThat(sizes.lengthOf(10_000_000)).isEqualTo(MIB);
    }
}
