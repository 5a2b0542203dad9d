package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Where a restore lands. Stateless. */
final class RestorePlace {

    /** What a directory is told by that a restore has made. */
    private static final String MADE = "restored.json";

    private RestorePlace() {}

    /**
     * The directory of a restore: below the configured one for a name, as it is for an absolute path.
     *
     * @throws OffsiteException when it would lie in a directory that another restore has made, whose files a server may be using; or for a
     *     name, when a symbolic link below the configured directory would lead it elsewhere
     */
    static Path of(Path directory, String into) {
        Path below = directory.toAbsolutePath().normalize();
        Path place = below.resolve(into).normalize();
        boolean outside = !Path.of(into).isAbsolute() && !place.startsWith(below);
        if (outside || place.equals(below) || place.getFileName() == null) {
            throw OffsiteException.because(Reason.INVALID_REQUEST, "into is no name below " + below)
                    .hint("give a name of 1 to 4 parts with / between them")
                    .build();
        }
        if (!Path.of(into).isAbsolute()) {
            refuseLinks(below, place);
        }
        for (Path around = place.getParent(); around != null; around = around.getParent()) {
            if (Files.isRegularFile(around.resolve(MADE), LinkOption.NOFOLLOW_LINKS)) {
                throw OffsiteException.because(
                                Reason.RESTORE_REFUSED,
                                place + " lies in " + around + ", which another restore has made")
                        .hint("restore into a directory beside it")
                        .build();
            }
        }
        return place;
    }

    /** Whoever sends a name was promised the configured directory, and nothing else of this machine. */
    private static void refuseLinks(Path below, Path place) {
        for (Path around = place.getParent(); !around.equals(below); around = around.getParent()) {
            if (Files.isSymbolicLink(around)) {
                throw OffsiteException.because(
                                Reason.RESTORE_REFUSED,
                                place + " leads out of " + below + ": " + around + " is a symbolic link")
                        .hint("name a directory without links in its path, or remove the link")
                        .build();
            }
        }
    }
}
