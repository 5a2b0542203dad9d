package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a file store reads and lists. Symbolic links are not followed, and nothing that could wait for a writer is opened. Thread safe. */
final class FileReads {

    private final StoreFiles files;

    FileReads(StoreFiles files) {
        this.files = files;
    }

    Optional<byte[]> small(String path, int limitBytes) throws IOException {
        return files.on("read", path, file -> {
            try {
                // Opening a named pipe would wait for somebody who writes, perhaps for ever. Asked once: it may come
                // meanwhile.
                if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isRegularFile()) {
                    throw StoreException.of(
                            Kind.DAMAGED, files.where("read", path), "it is no regular file; look at it by hand");
                }
                return Optional.of(content(path, file, limitBytes));
            } catch (NoSuchFileException absent) {
                return Optional.empty();
            } catch (FileSystemException failure) {
                if (failure.getReason() != null && failure.getReason().contains("Not a directory")) {
                    return Optional.empty();
                }
                throw failure;
            }
        });
    }

    private byte[] content(String path, Path file, int limitBytes) throws IOException {
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = content.readNBytes(limitBytes);
            if (content.read() >= 0) {
                throw StoreException.of(
                        Kind.DAMAGED,
                        files.where("read", path),
                        "it is longer than " + limitBytes + " bytes; look at it by hand");
            }
            return bytes;
        }
    }

    InputStream open(String path, long offset, long length) throws IOException {
        return files.on("read", path, file -> {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw StoreException.of(Kind.MISSING, files.where("read", path), "there is no such file");
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            return new LimitedStream(Channels.newInputStream(channel.position(offset)), length);
        });
    }

    OptionalLong size(String path) throws IOException {
        return files.on(
                "look at",
                path,
                file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        ? OptionalLong.of(Files.size(file))
                        : OptionalLong.empty());
    }

    List<ArchiveStore.Entry> list(String folder) throws IOException {
        Path root = files.folder("list", folder);
        return files.on("list", folder, root, directory -> {
            List<ArchiveStore.Entry> entries = new ArrayList<>();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
                for (Path child : children) {
                    entry(child).ifPresent(entries::add);
                }
            } catch (NoSuchFileException absent) {
                return List.of();
            } catch (DirectoryIteratorException failure) {
                throw failure.getCause();
            }
            entries.sort(Comparator.comparing(ArchiveStore.Entry::name));
            return entries;
        });
    }

    private static Optional<ArchiveStore.Entry> entry(Path child) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean ours = found.isDirectory() || found.isRegularFile();
            return ours
                    ? Optional.of(new ArchiveStore.Entry(
                            child.getFileName().toString(),
                            found.isDirectory(),
                            found.isDirectory() ? 0 : found.size()))
                    : Optional.empty();
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        }
    }
}
