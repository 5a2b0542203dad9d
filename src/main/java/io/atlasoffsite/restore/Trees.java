package io.atlasoffsite.restore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Directories and small files of a restore: private, durable, links never followed. Stateless. */
final class Trees {

    private Trees() {}

    static FileAttribute<?>[] privateFile(Path path) {
        return permissions(path, "rw-------");
    }

    static FileAttribute<?>[] privateFolder(Path path) {
        return permissions(path, "rwx------");
    }

    private static FileAttribute<?>[] permissions(Path path, String text) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.findAny().isEmpty();
        }
    }

    /** The directory, or the nearest above it that is there. */
    static Path nearest(Path directory) {
        Path there = directory;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    /** The same place by its one name: what is there of the way to it is followed through links. */
    static Path real(Path path) throws IOException {
        Path there = nearest(path.getParent());
        return there.toRealPath().resolve(there.relativize(path));
    }

    /**
     * Makes a directory and those above it that are missing, durably.
     *
     * @return what was made, the deepest first
     */
    static List<Path> make(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = directory; path != null && !Files.exists(path); path = path.getParent()) {
            missing.push(path);
        }
        Deque<Path> made = new ArrayDeque<>();
        for (Path path : missing) {
            Files.createDirectories(path, privateFolder(path));
            force(path.getParent());
            made.push(path);
        }
        return new ArrayList<>(made);
    }

    /** Writes a small file whole and durably, replacing what is there. */
    static void write(Path file, byte[] content) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(written);
        try (FileChannel channel = FileChannel.open(
                written, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), privateFile(file))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.getParent());
    }

    /** Makes a directory's names durable, where the file system can. */
    static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Makes the names of a directory and of all below it durable. */
    static void forceAll(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                force(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Removes a file, or a directory with all that is in it; a missing one is fine. */
    static void remove(Path top) throws IOException {
        Removal.of(top);
    }

    /** Removes what lies in a directory, but for these names. */
    static void removeAllBut(Set<String> kept, Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.toList()) {
                if (!kept.contains(child.getFileName().toString())) {
                    remove(child);
                }
            }
        }
    }

    /** Removes directories, the deepest first, up to one that is in use. */
    static void removeEmpty(List<Path> folders) throws IOException {
        try {
            for (Path folder : folders) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException inUse) {
            return;
        }
    }
}
