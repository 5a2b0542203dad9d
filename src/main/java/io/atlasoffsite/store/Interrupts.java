package io.atlasoffsite.store;

import java.io.InterruptedIOException;

/** What an interrupted request is to whoever moves an archive. */
final class Interrupts {

    private Interrupts() {}

    static InterruptedException of(InterruptedIOException request) {
        InterruptedException interrupted = new InterruptedException(request.getMessage());
        interrupted.initCause(request);
        return interrupted;
    }
}
