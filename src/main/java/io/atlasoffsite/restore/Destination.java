package io.atlasoffsite.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The directory a restore is to make. Stateless. */
final class Destination {

    static final String RECORD = "restored.json";

    private static final long LONGEST_RECORD = 16 << 20;

    private Destination() {}

    /**
     * Refuses a directory that is not free.
     *
     * @return what this very request restored there before, empty when it is free
     */
    static Optional<Restored> again(RestoreTask task) throws IOException {
        Path into = task.into();
        if (!Trees.exists(into)) {
            return Optional.empty();
        }
        if (!Trees.isFolder(into)) {
            throw Refusals.inTheWay(
                    into, Files.isSymbolicLink(into) ? "a symbolic link lies there" : "a file lies there");
        }
        if (Trees.isEmpty(into)) {
            requireNoMount(into);
            return Optional.empty();
        }
        Optional<Restored> before = record(into).flatMap(file -> RestoredJson.again(file, task));
        if (before.isEmpty()) {
            throw Refusals.inTheWay(into, "it is not empty");
        }
        return before;
    }

    /**
     * Whoever gave the directory its name may have died before it removed what only a restore under way needs.
     *
     * @return whether there was something
     */
    static boolean tidy(RestoreTask task) throws IOException {
        Path offsite = task.into().resolve(PartialDirectory.OFFSITE);
        boolean left = Trees.exists(offsite);
        Trees.remove(offsite);
        return left;
    }

    private static Optional<byte[]> record(Path into) throws IOException {
        Path record = into.resolve(RECORD);
        return Files.isRegularFile(record, LinkOption.NOFOLLOW_LINKS) && Files.size(record) <= LONGEST_RECORD
                ? Optional.of(Files.readAllBytes(record))
                : Optional.empty();
    }

    /** A directory gets its name by a rename, which no other file system can take part in. */
    private static void requireNoMount(Path into) throws IOException {
        if (!Files.getFileStore(into).equals(Files.getFileStore(into.getParent()))) {
            throw Refusals.inTheWay(into, "it is a mount point; name a directory inside it");
        }
    }
}
