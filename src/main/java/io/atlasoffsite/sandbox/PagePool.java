package io.atlasoffsite.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * What the pages of the generated data files are filled with: incompressible fillings and one that compresses well. Every page
 * also carries its own stamp, so no two pages are equal. Immutable; about 2 MiB.
 */
final class PagePool {

    /** Bytes of a page, plain. */
    static final int PAGE = 32 * 1024;

    /** Bytes at the head of a page that are its own. */
    static final int STAMP = 32;

    static final int FILLING = PAGE - STAMP;
    private static final int FILLINGS = 64;
    private static final long SEED = 0x5eed_a71a5L;

    private final byte[][] hard = new byte[FILLINGS][FILLING];
    private final int[] hardCrc = new int[FILLINGS];
    private final byte[] softPacked;
    private final int softCrc;
    private final Crc afterStamp = Crc.followedBy(FILLING);

    PagePool() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < FILLINGS; i++) {
            random.nextBytes(hard[i]);
            hardCrc[i] = Crc.of(hard[i]);
        }
        byte[] soft = softFilling();
        softPacked = FixedSegment.deflate(soft);
        softCrc = Crc.of(soft);
    }

    byte[] hard(int index) {
        return hard[index];
    }

    byte[] softPacked() {
        return softPacked;
    }

    /** Which incompressible filling a page with this hash has. */
    static int choose(long hash) {
        return (int) (hash >>> 58);
    }

    int hardPageCrc(byte[] stamp, int index) {
        return afterStamp.join(Crc.of(stamp), hardCrc[index]);
    }

    int softPageCrc(byte[] stamp) {
        return afterStamp.join(Crc.of(stamp), softCrc);
    }

    private static byte[] softFilling() {
        StringBuilder text = new StringBuilder(FILLING + 64);
        for (int i = 0; text.length() < FILLING; i++) {
            text.append("{\"_id\":")
                    .append(i)
                    .append(",\"state\":\"delivered\",\"city\":\"Bern\",\"lines\":[1,2,3]}\n");
        }
        text.setLength(FILLING);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
