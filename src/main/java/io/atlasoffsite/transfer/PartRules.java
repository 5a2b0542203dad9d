package io.atlasoffsite.transfer;

/**
 * How a sink wants an archive cut into parts.
 *
 * @param smallest the least length of every part but the last, in bytes, at least 1 (S3: 5 MiB)
 * @param largest the greatest length of a part, in bytes (S3: 5 GiB)
 * @param most the greatest number of parts, at least 1 (S3: 10,000); {@link Integer#MAX_VALUE} when there is no limit
 * @param parallel how many parts may be put at once, at least 1
 */
public record PartRules(long smallest, long largest, int most, int parallel) {

    /** Refuses rules that no archive could follow. */
    public PartRules {
        if (smallest < 1 || largest < smallest || most < 1 || parallel < 1) {
            throw new IllegalArgumentException("part rules make no sense: smallest " + smallest + ", largest " + largest
                    + ", most " + most + ", parallel " + parallel);
        }
    }
}
