package io.atlasoffsite.restore;

import io.atlasoffsite.transfer.inspect.EntryReceiver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one archive, written as its entries come. Nothing of an archive's owners, modes and times is taken over: files are
 * 0600, directories 0700. For one thread after the other.
 */
final class UnpackedTree implements EntryReceiver {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int DEEPEST = 100;

    /** Names alone cost an archive next to nothing; a data directory's tar names its directories before what is in them. */
    static final int MOST_UNNAMED_FOLDERS = 100_000;

    private final Path top;
    private final Path shownAs;
    private final int mostUnnamed;
    private final Forcing.Batch forcing;
    private final FileAttribute<?>[] privateFile;
    private final FileAttribute<?>[] privateFolder;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private Optional<OpenFile> current = Optional.empty();
    private long files;
    private long bytes;
    private int unnamed;

    /**
     * @param top a new directory
     * @param shownAs the directory as its asker knows it, for messages
     * @param mostUnnamed how many directories are made that no entry names
     */
    UnpackedTree(Path top, Path shownAs, Forcing forcing, int mostUnnamed) {
        this.top = top;
        this.shownAs = shownAs;
        this.mostUnnamed = mostUnnamed;
        this.forcing = forcing.batch();
        this.privateFile = Trees.privateFile(top);
        this.privateFolder = Trees.privateFolder(top);
    }

    Path top() {
        return top;
    }

    /** Files written to their end, and what they hold. */
    long files() {
        return files;
    }

    /** What was written, with holes. */
    long bytes() {
        return bytes;
    }

    /** The file that was under way when no more came. */
    Optional<String> cut() {
        return current.map(OpenFile::name);
    }

    @Override
    public void entry(String name, boolean directory, long size) throws IOException {
        Path path = resolve(name);
        try {
            if (directory) {
                makeFolders(name, path);
            } else {
                current = Optional.of(new OpenFile(name, path, create(name, path)));
            }
        } catch (FileSystemException failure) {
            String reason = TargetFailures.reason(failure);
            if (reason.contains("name too long") || reason.contains("not a directory")) {
                throw new RefusedEntry(
                        name,
                        reason.contains("too long")
                                ? "has a name that is too long for this file system"
                                : "lies below a file as if that were a directory");
            }
            throw TargetFailures.of(shownAs, failure);
        }
    }

    @Override
    public void content(byte[] content, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(buffer.remaining(), length - done);
            buffer.put(content, offset + done, count);
            done += count;
        }
        bytes += length;
    }

    @Override
    public void hole(long length) throws IOException {
        flush();
        file().skip(length);
        bytes += length;
    }

    @Override
    public void end() throws IOException {
        if (current.isPresent()) {
            flush();
            endFile();
            files++;
        }
    }

    /** Waits until all of it is durable. */
    void finish() throws IOException, InterruptedException {
        try {
            forcing.await();
            Trees.forceAll(top);
        } catch (IOException failure) {
            throw TargetFailures.of(shownAs, failure);
        }
    }

    /** As {@link #finish}, when no more came in the middle of a file: what came of it is kept. */
    void finishCut() throws IOException, InterruptedException {
        if (current.isPresent()) {
            OpenFile cut = current.get();
            try {
                cut.openAgain();
                flush();
                endFile();
                files++;
            } catch (IOException failure) {
                throw TargetFailures.of(shownAs, failure);
            }
        }
        finish();
    }

    /** Removes all of it. */
    void discard() throws IOException {
        try {
            if (current.isPresent()) {
                current.get().close();
            }
        } finally {
            forcing.settle();
            Trees.remove(top);
        }
    }

    private OpenFile file() {
        return current.orElseThrow(() -> new IllegalStateException("content without a file"));
    }

    private void flush() throws IOException {
        OpenFile file = file();
        try {
            buffer.flip();
            file.write(buffer, forcing);
            buffer.clear();
        } catch (IOException failure) {
            buffer.compact();
            throw TargetFailures.of(shownAs, failure);
        }
    }

    private void endFile() throws IOException {
        try {
            file().finish(forcing);
            current = Optional.empty();
        } catch (IOException failure) {
            throw TargetFailures.of(shownAs, failure);
        }
    }

    private Path resolve(String name) throws RefusedEntry {
        if (name.isEmpty()) {
            return top;
        }
        // What is no UTF-8 was read as this character: under that name it would be another file.
        if (name.indexOf('\ufffd') >= 0) {
            throw new RefusedEntry(name, "has a name that is no UTF-8");
        }
        try {
            Path path = top.resolve(name);
            if (!path.startsWith(top) || !path.normalize().equals(path)) {
                throw new RefusedEntry(name, "has a name that means something else on this system");
            }
            if (path.getNameCount() - top.getNameCount() > DEEPEST) {
                throw new RefusedEntry(name, "lies more than " + DEEPEST + " directories deep");
            }
            return path;
        } catch (InvalidPathException failure) {
            throw new RefusedEntry(name, "has a name that this system cannot write; set LC_ALL=C.UTF-8");
        }
    }

    private FileChannel create(String name, Path path) throws IOException {
        try {
            return newFile(path);
        } catch (NoSuchFileException noFolder) {
            makeUnnamed(name, path.getParent());
            return newFile(path);
        } catch (FileAlreadyExistsException taken) {
            throw new RefusedEntry(name, "has the name of another one");
        }
    }

    private FileChannel newFile(Path path) throws IOException {
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), privateFile);
    }

    private void makeUnnamed(String name, Path folder) throws IOException {
        if (unnamed++ == mostUnnamed) {
            throw new RefusedEntry(name, "is one of too many in directories that the archive does not name");
        }
        makeFolders(name, folder);
    }

    private void makeFolders(String name, Path folder) throws IOException {
        if (folder.equals(top)) {
            return;
        }
        try {
            Files.createDirectory(folder, privateFolder);
        } catch (NoSuchFileException noParent) {
            makeUnnamed(name, folder.getParent());
            Files.createDirectory(folder, privateFolder);
        } catch (FileAlreadyExistsException taken) {
            if (!Trees.isFolder(folder)) {
                throw new RefusedEntry(name, "needs a directory where a file is");
            }
        }
    }
}
