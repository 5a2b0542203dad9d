package io.atlasoffsite.store;

import java.io.IOException;

/** Clean-up that must happen although the thread was interrupted: the flag is set aside and put back. */
final class Uninterrupted {

    private Uninterrupted() {}

    static void run(Action action) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            action.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What must happen. */
    interface Action {
        void run() throws IOException;
    }
}
