package io.atlasoffsite.sandbox;

import java.time.Duration;

/**
 * When restore jobs and on-demand snapshots come to their end: after so many GETs of the one job and not before so much time.
 *
 * @param signedPolls GETs until a flex or shared download has its URL; 0 gives it with the POST
 * @param secretPolls GETs until a dedicated download has its URLs; at least 1
 * @param restorePolls GETs until an in-Atlas restore is done; at least 1
 * @param snapshotPolls GETs until a snapshot taken on demand is completed; at least 1
 * @param delay the least age of a job that is ready, by the sandbox's clock
 */
public record JobTiming(int signedPolls, int secretPolls, int restorePolls, int snapshotPolls, Duration delay) {

    /** Refuses what could never end. */
    public JobTiming {
        if (signedPolls < 0 || secretPolls < 1 || restorePolls < 1 || snapshotPolls < 1 || delay.isNegative()) {
            throw new IllegalArgumentException(
                    "job timing makes no sense: polls must be 1 or more (signed: 0), delay not negative");
        }
    }

    /** Flex at once, everything else on the second look. */
    public static JobTiming quick() {
        return new JobTiming(0, 2, 2, 2, Duration.ZERO);
    }
}
