package io.atlasoffsite.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What an engine may use, and how often it tries.
 *
 * @param memory for all transfers together, in bytes, three quarters of it for archives; at least 128 KiB for each of {@code concurrent}
 * @param concurrent among how many transfers the memory is shared, at least 1; more than that many wait for a place
 * @param spool directory for parts too large for memory; made (0700) when first needed; not null
 * @param bandwidth most bytes a second of all transfers together, 0 for no limit
 * @param stallTimeout no byte for so long means that a stream is broken; positive
 * @param network how download hosts are reached; not null
 * @param resumes how often a stream is continued without any progress before the archive starts again
 * @param restarts how often an archive starts again
 * @param tickets how many tickets one transfer may use, at least 1
 * @param firstPause before the first new try; doubled each time, with jitter
 * @param longestPause between two tries
 */
public record EngineSettings(
        long memory,
        int concurrent,
        Path spool,
        long bandwidth,
        Duration stallTimeout,
        NetworkSettings network,
        int resumes,
        int restarts,
        int tickets,
        Duration firstPause,
        Duration longestPause) {

    private static final long LEAST_SHARE = 128 * 1024;

    /** Refuses settings an engine cannot work with. */
    public EngineSettings {
        Objects.requireNonNull(spool, "spool");
        Objects.requireNonNull(network, "network");
        if (concurrent < 1 || memory / concurrent < LEAST_SHARE) {
            throw new IllegalArgumentException("transfer memory is less than 128 KiB for each concurrent transfer");
        }
        if (bandwidth < 0 || resumes < 0 || restarts < 0 || tickets < 1) {
            throw new IllegalArgumentException("a limit of the transfer engine is negative");
        }
        if (stallTimeout.isNegative()
                || stallTimeout.isZero()
                || firstPause.isNegative()
                || longestPause.isNegative()) {
            throw new IllegalArgumentException("a time limit of the transfer engine is not positive");
        }
    }

    /**
     * The defaults: 64 MiB for 4 transfers, no bandwidth limit, 60 s to call a stream stalled, a direct network, 5 resumes
     * without progress, 3 restarts, 4 tickets, pauses from 1 s to 30 s.
     *
     * @param spool directory for parts too large for memory; not null
     * @return the settings
     */
    public static EngineSettings defaults(Path spool) {
        return new EngineSettings(
                64L << 20,
                4,
                spool,
                0,
                Duration.ofSeconds(60),
                NetworkSettings.direct(),
                5,
                3,
                4,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }

    /**
     * The same with another memory budget.
     *
     * @param bytes for all transfers together
     * @param transfers among how many it is shared
     * @return new settings
     */
    public EngineSettings withMemory(long bytes, int transfers) {
        return new EngineSettings(
                bytes,
                transfers,
                spool,
                bandwidth,
                stallTimeout,
                network,
                resumes,
                restarts,
                tickets,
                firstPause,
                longestPause);
    }

    /**
     * The same with a bandwidth limit.
     *
     * @param bytesPerSecond of all transfers together, 0 for none
     * @return new settings
     */
    public EngineSettings withBandwidth(long bytesPerSecond) {
        return new EngineSettings(
                memory,
                concurrent,
                spool,
                bytesPerSecond,
                stallTimeout,
                network,
                resumes,
                restarts,
                tickets,
                firstPause,
                longestPause);
    }

    /**
     * The same with another time after which a silent stream is broken.
     *
     * @param timeout positive
     * @return new settings
     */
    public EngineSettings withStallTimeout(Duration timeout) {
        return new EngineSettings(
                memory,
                concurrent,
                spool,
                bandwidth,
                timeout,
                network,
                resumes,
                restarts,
                tickets,
                firstPause,
                longestPause);
    }

    /**
     * The same with another network.
     *
     * @param way how download hosts are reached; not null
     * @return new settings
     */
    public EngineSettings withNetwork(NetworkSettings way) {
        return new EngineSettings(
                memory,
                concurrent,
                spool,
                bandwidth,
                stallTimeout,
                way,
                resumes,
                restarts,
                tickets,
                firstPause,
                longestPause);
    }
}
