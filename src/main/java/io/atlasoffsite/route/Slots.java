package io.atlasoffsite.route;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The places for moving bytes: so many at once in this process, and so many for each project. Waiting for Atlas takes up none.
 * Thread safe; whoever waited longest goes first.
 */
final class Slots {

    private final Semaphore process;
    private final int perProject;
    private final Map<String, Semaphore> projects = new ConcurrentHashMap<>();

    Slots(int concurrent, int perProject) {
        this.process = new Semaphore(concurrent, true);
        this.perProject = perProject;
    }

    /** Does something in a slot. */
    <T, E extends Exception> T in(String project, Work<T, E> work) throws E, InterruptedException {
        Semaphore own = projects.computeIfAbsent(project, name -> new Semaphore(perProject, true));
        own.acquire();
        try {
            process.acquire();
            try {
                return work.run();
            } finally {
                process.release();
            }
        } finally {
            own.release();
        }
    }

    /** What is done in a slot. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }
}
