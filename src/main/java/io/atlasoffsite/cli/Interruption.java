package io.atlasoffsite.cli;

import io.atlasoffsite.route.Failures;
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

    /**
     * Does the command's work, and says what an interrupt has left behind. The JVM goes down as soon as the work has ended: that is
     * said before.
     *
     * @param screen where it is said
     * @param left what is left, the rest of a sentence
     * @param work ends soon when interrupted, having cleaned up
     * @return what the work returns, or 130 when it was interrupted
     * @throws Exception what else the work throws
     */
    static int during(Screen screen, String left, Callable<Integer> work) throws Exception {
        return during(() -> {
            try {
                return work.call();
            } catch (Exception failure) {
                if (Failures.interrupted(failure)) {
                    screen.say("interrupted; " + left);
                    return ErrorLines.INTERRUPTED;
                }
                throw failure;
            }
        });
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
