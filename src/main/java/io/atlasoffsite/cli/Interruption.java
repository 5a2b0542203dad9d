package io.atlasoffsite.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes Ctrl-C and SIGTERM an interrupt of the command's thread, and keeps the JVM up until the command has cleaned up. */
final class Interruption {

    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Thread command) {
        this.hook = new Thread(() -> interrupt(command), "offsite-interruption");
    }

    /**
     * Does the command's work.
     *
     * @param work ends soon when interrupted, having cleaned up and said so
     * @return what the work returns
     * @throws Exception what the work throws
     */
    static int during(Callable<Integer> work) throws Exception {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        try {
            return work.call();
        } finally {
            interruption.close();
        }
    }

    private void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // The hook is running and has nothing left to wait for; what the JVM does from here on is not ours.
            return;
        }
    }

    private void interrupt(Thread command) {
        command.interrupt();
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ErrorLines.INTERRUPTED);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
