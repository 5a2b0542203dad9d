package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.transfer.ArchiveSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
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
    private final FileReads reads;

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
        this.reads = new FileReads(files);
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
        return files.on("write", path, target -> {
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
        files.on("write", path, target -> {
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
        return files.on("write", path, target -> {
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
        return reads.small(path, limitBytes);
    }

    @Override
    public InputStream open(String path, long offset, long length) throws IOException {
        return reads.open(path, offset, length);
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        return reads.size(path);
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        return reads.list(folder);
    }

    @Override
    public void delete(String path) throws IOException {
        files.on("delete", path, file -> {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                files.remove(file);
            }
            return true;
        });
    }

    @Override
    public void discard(AttemptRecord attempt) throws IOException {
        files.on("delete", Layout.attemptFolder(attempt.attempt()), folder -> {
            TempFiles.removeAll(folder);
            return true;
        });
    }

    @Override
    public void tidy() throws IOException {
        files.on("tidy", Layout.OFFSITE, folder -> {
            temporary.tidy();
            return true;
        });
    }

    @Override
    public Instant now() throws IOException {
        return files.on("tell the time of", Layout.OFFSITE, folder -> {
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
}
