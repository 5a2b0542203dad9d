package io.atlasoffsite.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody watches. Stateless. */
final class Terminals {

    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private Terminals() {}

    /** True when stderr is a terminal that can redraw a line. Java itself knows only whether stdin and stdout are. */
    static boolean stderr() {
        String kind = System.getenv().getOrDefault("TERM", "dumb");
        if (kind.equals("dumb")) {
            return false;
        }
        try {
            String target = Files.readSymbolicLink(STDERR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noSuchFileSystem) {
            return System.console() != null;
        }
    }
}
