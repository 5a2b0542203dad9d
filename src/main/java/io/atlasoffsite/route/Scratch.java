package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.restore.Removal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories for rehearsals, which go again whatever happens: at the end, or when their process was killed before, with the next
 * rehearsal or start of the same data directory. Their names say whose they are, as attempts do. Thread safe.
 */
final class Scratch {

    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
    private static final Pattern NAME = Pattern.compile("rehearsal-([0-9a-f]{16})-([0-9a-f]{16})-[0-9a-f]{8}");
    private static final int NAME_BYTES = 4;

    private final ProcessIdentity identity;
    private final RandomGenerator random;

    Scratch(ProcessIdentity identity, RandomGenerator random) {
        this.identity = identity;
        this.random = random;
    }

    /** One directory, until it is closed. For one thread. */
    static final class Place implements AutoCloseable {
        private final Path directory;

        private Place(Path directory) {
            this.directory = directory;
        }

        /** Where programs may leave what they like. */
        Path directory() {
            return directory;
        }

        /** Where a copy may be restored to; it is not there yet. */
        Path into() {
            return directory.resolve("copy");
        }

        /** Keeps what was restored, under a name no sweep takes for its own. */
        Path keep() throws IOException {
            return Files.move(
                    directory,
                    directory.resolveSibling(
                            "kept-" + directory.getFileName().toString().substring("rehearsal-".length())));
        }

        @Override
        public void close() {
            remove(directory);
        }
    }

    /**
     * A new directory below another, which is made when missing.
     *
     * @throws OffsiteException with reason {@code restore-refused} when it cannot be made
     */
    Place make(Path root) {
        sweep(root);
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        Path directory = root.toAbsolutePath()
                .normalize()
                .resolve("rehearsal-" + identity.node() + "-" + identity.process() + "-"
                        + HexFormat.of().formatHex(name));
        try {
            FileAttribute<?>[] ownerOnly = ownerOnly(directory);
            Files.createDirectories(directory.getParent(), ownerOnly);
            return new Place(Files.createDirectory(directory, ownerOnly));
        } catch (IOException failure) {
            throw OffsiteException.because(
                            Reason.RESTORE_REFUSED, "the directory " + root + " for rehearsals cannot be written")
                    .hint("let this user write there, or set rehearse.directory of the plan")
                    .retryable(true)
                    .cause(failure)
                    .build();
        }
    }

    /** Removes what dead processes of this data directory have left. What cannot be removed now is left for the next time. */
    void sweep(Path root) {
        if (Files.notExists(root)) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(root, "rehearsal-*")) {
            for (Path child : children) {
                Matcher name = NAME.matcher(child.getFileName().toString());
                if (name.matches() && identity.dead(name.group(1), name.group(2))) {
                    LOG.info("removing what a rehearsal left in {}", child);
                    remove(child);
                }
            }
        } catch (IOException failure) {
            LOG.warn("{} could not be looked through for what rehearsals left: {}", root, failure.getMessage());
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void remove(Path directory) {
        try {
            Removal.of(directory);
        } catch (IOException failure) {
            LOG.warn(
                    "{} could not be removed, it is tried again with the next rehearsal: {}",
                    directory,
                    failure.getMessage());
        }
    }
}
