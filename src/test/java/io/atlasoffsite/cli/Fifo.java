package io.atlasoffsite.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A named pipe where a service expects a file: whoever opens it for reading hangs until somebody writes. POSIX systems only. */
final class Fifo {

    private final Path path;

    private Fifo(Path path) {
        this.path = path;
    }

    static Fifo at(Path path) throws IOException, InterruptedException {
        Files.createDirectories(path.getParent());
        int code = new ProcessBuilder("mkfifo", path.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("mkfifo ended with " + code);
        }
        return new Fifo(path);
    }

    /** Lets whoever hangs in it now read an empty file; answers whether a real file has taken its place. */
    boolean passed() throws IOException {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            new RandomAccessFile(path.toFile(), "rw").close();
        }
        return false;
    }

    /** Takes it away; whoever hangs in it reads an empty file once this is closed. */
    Closeable detach() throws IOException {
        Closeable writer = new RandomAccessFile(path.toFile(), "rw");
        Files.delete(path);
        return writer;
    }

    void remove() throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
        }
    }
}
