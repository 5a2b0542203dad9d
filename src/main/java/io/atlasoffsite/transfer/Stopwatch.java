package io.atlasoffsite.transfer;

import java.lang.management.ManagementFactory;

/** Time on the wall and CPU time of the process, from the moment it is made. Immutable; thread safe. */
public final class Stopwatch {

    private static final double SECOND = 1e9;

    private final long wall = System.nanoTime();
    private final long cpu = cpuNanos();

    /**
     * The time on the wall.
     *
     * @return seconds since it was made, at least 0
     */
    public double seconds() {
        return (System.nanoTime() - wall) / SECOND;
    }

    /**
     * What the whole process has computed, its other work included.
     *
     * @return seconds of CPU time since it was made, at least 0; 0 when the JVM does not tell
     */
    public double cpuSeconds() {
        return Math.max(0, cpuNanos() - cpu) / SECOND;
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean process
                ? process.getProcessCpuTime()
                : 0;
    }
}
