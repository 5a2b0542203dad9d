package io.atlasoffsite.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** How much room a file system has left. */
@FunctionalInterface
interface Space {

    /** What it is found by: this user's share of what is free. */
    Space REAL = directory -> Files.getFileStore(directory).getUsableSpace();

    /** For the notes, the records and the directories themselves. */
    long MARGIN = 1 << 20;

    /**
     * Says it.
     *
     * @param directory one that is there
     * @return bytes
     */
    long left(Path directory) throws IOException;

    static long needed(Collection<Part> parts) {
        return parts.stream().mapToLong(Part::needed).reduce(MARGIN, Space::sum);
    }

    /** What a manifest claims may be more than can be counted: that is too much for any disk. */
    static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
