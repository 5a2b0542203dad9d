package io.atlasoffsite.cli;

/** Sees to it that what transfers may hold fits into this process, before one of them finds out after hours. Stateless. */
final class Heap {

    /** What the rest of the process needs: the routes, the broker, and a list of copies. */
    private static final long OTHERS = 32 << 20;

    private Heap() {}

    /**
     * Refuses a configuration this process has no memory for.
     *
     * @param transferMemory what transfers may hold, in bytes
     * @param most what the JVM will use at most, in bytes
     * @throws CommandFailure when it does not fit
     */
    static void require(long transferMemory, long most) {
        if (transferMemory > most - OTHERS) {
            throw CommandFailure.configuration("transfer.memory is " + Human.bytes(transferMemory)
                    + " and the JVM has no more than " + Human.bytes(most) + " for everything; lower transfer.memory in"
                    + " offsite.yaml, or raise -Xmx, as with OFFSITE_JAVA_OPTS=-Xmx"
                    + ((transferMemory + OTHERS + (8 << 20)) >> 20) + "m");
        }
    }
}
