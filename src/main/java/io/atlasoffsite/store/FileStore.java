package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.transfer.ArchiveSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies in a directory. Files are written below {@code .offsite/}, forced, and only then given their name, so that a copy's folder
 * never shows anything half done; directories are forced too. The directory itself must exist: one that is missing is most likely a
 * disk that is not mounted. Files are 0600, directories 0700, symbolic links are not followed.
 */
public final class FileStore implements ArchiveStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

    private final String name;
    private final FileCalls calls;
    private final StoreFiles files;
    private final TempFiles temporary;
    private final ExclusiveName exclusive;

    /**
     * A store in a directory. Nothing is touched until it is used.
     *
     * @param name its configured name
     * @param directory the root, which must exist when the store is used
     */
    public FileStore(String name, Path directory) {
        this(name, directory, FileCalls.REAL);
    }

    FileStore(String name, Path directory, FileCalls calls) {
        this.name = name;
        this.calls = calls;
        this.files = new StoreFiles(name, directory, calls);
        this.temporary = new TempFiles(files);
        this.exclusive = new ExclusiveName(files);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> fetchCommands(String folder) {
        return List.of("COPY=$PWD    # begin in the directory that holds this file: the archives lie beside it");
    }

    @Override
    public String restoreArguments(String folder) {
        return "\"file:$PWD\"";
    }

    @Override
    public ArchiveSink newArchive(String path, OptionalLong expectedBytes, Attempt attempt) throws IOException {
        return doing("write", path, target -> {
            long room = Files.getFileStore(files.root()).getUsableSpace();
            if (expectedBytes.isPresent() && room < expectedBytes.getAsLong()) {
                throw StoreException.of(
                        Kind.FULL,
                        files.where("write", path),
                        "it needs " + expectedBytes.getAsLong() + " bytes and the disk has " + room
                                + "; make room and try again");
            }
            Path folder = files.root().resolve(Layout.attemptFolder(attempt.id()));
            Path partial = folder.resolve(StorePath.fileName(path) + ".partial");
            return new FileSink(files, calls, exclusive, partial, target, path, attempt);
        });
    }

    @Override
    public void put(String path, byte[] content) throws IOException {
        doing("write", path, target -> {
            Path written = write(content);
            try {
                files.renameInto(written, target);
            } finally {
                Files.deleteIfExists(written);
            }
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws IOException {
        return doing("write", path, target -> {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Path written = write(content);
            try {
                return exclusive.give(written, target);
            } finally {
                Files.deleteIfExists(written);
            }
        });
    }

    private Path write(byte[] content) throws IOException {
        Path file = temporary.next();
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), files.privateFile())) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                calls.write(channel, bytes, bytes.position());
            }
            calls.force(channel);
            return file;
        } catch (IOException failure) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    @Override
    public boolean conditional() {
        return true;
    }

    @Override
    public Optional<byte[]> read(String path, int limitBytes) throws IOException {
        return doing("read", path, file -> {
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

    @Override
    public InputStream open(String path, long offset, long length) throws IOException {
        return doing("read", path, file -> {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw StoreException.of(Kind.MISSING, files.where("read", path), "there is no such file");
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            return new LimitedStream(Channels.newInputStream(channel.position(offset)), length);
        });
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        return doing(
                "look at",
                path,
                file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        ? OptionalLong.of(Files.size(file))
                        : OptionalLong.empty());
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        Path root = files.folder("list", folder);
        return doing("list", folder, root, directory -> {
            List<Entry> entries = new ArrayList<>();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
                for (Path child : children) {
                    entry(child).ifPresent(entries::add);
                }
            } catch (NoSuchFileException absent) {
                return List.of();
            } catch (DirectoryIteratorException failure) {
                throw failure.getCause();
            }
            entries.sort(Comparator.comparing(Entry::name));
            return entries;
        });
    }

    private static Optional<Entry> entry(Path child) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean ours = found.isDirectory() || found.isRegularFile();
            return ours
                    ? Optional.of(new Entry(
                            child.getFileName().toString(),
                            found.isDirectory(),
                            found.isDirectory() ? 0 : found.size()))
                    : Optional.empty();
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String path) throws IOException {
        doing("delete", path, file -> {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                files.remove(file);
            }
            return true;
        });
    }

    @Override
    public void discard(AttemptRecord attempt) throws IOException {
        doing("delete", Layout.attemptFolder(attempt.attempt()), folder -> {
            TempFiles.removeAll(folder);
            return true;
        });
    }

    @Override
    public void tidy() throws IOException {
        doing("tidy", Layout.OFFSITE, folder -> {
            temporary.tidy();
            return true;
        });
    }

    @Override
    public Instant now() throws IOException {
        return doing("tell the time of", Layout.OFFSITE, folder -> {
            Path file = write(new byte[0]);
            Instant touched = Files.getLastModifiedTime(file).toInstant();
            Files.deleteIfExists(file);
            return touched;
        });
    }

    @Override
    public void close() {
        try {
            temporary.close();
        } catch (IOException failure) {
            LOG.warn("store {} left temporary files; the next sweep removes them", name, failure);
        }
    }

    private <T> T doing(String verb, String path, OnFile<T> action) throws IOException {
        return doing(verb, path, files.resolve(verb, path), action);
    }

    private <T> T doing(String verb, String path, Path file, OnFile<T> action) throws IOException {
        try {
            return action.on(file);
        } catch (IOException failure) {
            throw FileErrors.translate(files.where(verb, path), failure);
        }
    }

    /** Something done to a resolved file. */
    private interface OnFile<T> {
        T on(Path file) throws IOException;
    }
}
