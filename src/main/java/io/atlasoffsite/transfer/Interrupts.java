package io.atlasoffsite.transfer;

/** What a failure means when the thread that saw it was interrupted: the interrupt is what happened first. */
final class Interrupts {

    private Interrupts() {}

    /** Turns the failure into an interruption when the calling thread's flag is up. */
    static void check(Exception failure) throws InterruptedException {
        if (Thread.interrupted()) {
            InterruptedException interrupt = new InterruptedException("the transfer was interrupted");
            interrupt.initCause(failure);
            throw interrupt;
        }
    }
}
