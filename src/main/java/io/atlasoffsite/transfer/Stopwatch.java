package io.atlasoffsite.transfer;

import java.lang.management.ManagementFactory;

/** Time on the wall and CPU time of the process, from the moment it is made. */
final class Stopwatch {

    private static final double SECOND = 1e9;

    private final long wall = System.nanoTime();
    private final long cpu = cpuNanos();

    double seconds() {
        return (System.nanoTime() - wall) / SECOND;
    }

    /** 0 when the JVM does not tell. */
    double cpuSeconds() {
        return Math.max(0, cpuNanos() - cpu) / SECOND;
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean process
                ? process.getProcessCpuTime()
                : 0;
    }
}
