package io.atlasoffsite.transfer;

import java.util.OptionalLong;

/**
 * How long each part of an archive is. When the archive's length is known all parts are alike; else they grow in steps, so that
 * the allowed number of parts reaches 5 TiB, the longest object S3 takes. Immutable and thread safe.
 */
final class PartSizes {

    private static final long REACH = 5L << 40;
    private static final long SMALL_STORE = 1L << 20;
    private static final long PREFERRED = 8L << 20;

    private final PartRules rules;
    private final long fits;
    private final long first;
    private final int perStep;

    /**
     * @param rules the sink's
     * @param chunk parts are whole multiples of this many bytes where the rules allow it
     * @param fits the longest part that is kept in memory
     * @param known the archive's length
     * @param hint about its length
     */
    PartSizes(PartRules rules, long chunk, long fits, OptionalLong known, OptionalLong hint) {
        this.rules = rules;
        this.fits = fits;
        // A sink without a lower limit gains nothing from long parts, and short ones are still in the CPU's cache.
        long wanted = rules.smallest() <= SMALL_STORE ? SMALL_STORE : PREFERRED;
        long comfortable = Math.max(rules.smallest(), Math.min(wanted, fits));
        long bytes = known.isPresent() ? known.getAsLong() : hint.orElse(0) * 5 / 4;
        this.first = bounded(roundUp(Math.max(comfortable, ceilDivide(bytes, rules.most())), chunk));
        this.perStep = known.isPresent() ? Integer.MAX_VALUE : partsPerStep();
    }

    /**
     * The length of a part.
     *
     * @param number from 1
     * @throws TransferException when there are no more parts
     */
    long lengthOf(int number) throws TransferException {
        if (number > rules.most()) {
            throw TransferException.of(
                    TransferException.Kind.TOO_LARGE, "the archive is longer than the store can take in its parts");
        }
        return stepLength((number - 1) / perStep);
    }

    /** The length of the longest part that will be kept in memory, in bytes; 0 when none will. */
    long longestInMemory() {
        if (first > fits) {
            return 0;
        }
        return perStep == Integer.MAX_VALUE ? first : Math.min(fits, rules.largest());
    }

    private long stepLength(int step) {
        // Doubling stops long before it could overflow: at the largest part.
        long length = first;
        for (int done = 0; done < step && length < rules.largest(); done++) {
            length = bounded(length * 2);
        }
        return length;
    }

    /** The fewest steps, that is the slowest growth, that reaches far enough. */
    private int partsPerStep() {
        for (int steps = 1; steps < Math.min(40, rules.most()); steps++) {
            long each = rules.most() / steps;
            double reached = 0;
            for (int step = 0; step < steps; step++) {
                reached += (double) each * stepLength(step);
            }
            if (reached >= REACH) {
                return (int) each;
            }
        }
        return Math.max(1, rules.most() / 40);
    }

    private long bounded(long length) {
        return Math.min(rules.largest(), Math.max(rules.smallest(), length));
    }

    private static long roundUp(long length, long unit) {
        return ceilDivide(length, unit) * unit;
    }

    private static long ceilDivide(long length, long by) {
        return length / by + (length % by == 0 ? 0 : 1);
    }
}
