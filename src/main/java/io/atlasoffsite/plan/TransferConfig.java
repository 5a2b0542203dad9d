package io.atlasoffsite.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Limits of moving bytes, per process. Immutable and thread safe.
 *
 * @param memory what all transfers together may hold in memory, in bytes
 * @param concurrent how many archives move at once, at least 1
 * @param perProject how many of them of one Atlas project, at least 1
 * @param stallTimeout how long a stream may be silent before it counts as broken
 * @param bandwidth what all downloads together may take, in bytes per second; empty for no limit
 * @param spool where parts wait that are too large for memory
 */
public record TransferConfig(
        long memory, int concurrent, int perProject, Duration stallTimeout, OptionalLong bandwidth, Path spool) {}
