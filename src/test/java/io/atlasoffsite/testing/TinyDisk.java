package io.atlasoffsite.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real file system in memory that is soon full. Only root may mount one. */
public final class TinyDisk implements AutoCloseable {

    private final Path directory;

    private TinyDisk(Path directory) {
        this.directory = directory;
    }

    /** Whether this machine lets this user mount. */
    public static boolean possible() {
        try {
            Path place = Files.createTempDirectory("tiny-disk");
            try (TinyDisk tried = mount(place, "64k")) {
                return Files.isDirectory(tried.directory());
            } finally {
                Files.deleteIfExists(place.resolve("tiny"));
                Files.deleteIfExists(place);
            }
        } catch (IOException | InterruptedException notHere) {
            return false;
        }
    }

    /** Mounts one of that size below a directory. */
    public static TinyDisk mount(Path parent, String size) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(parent.resolve("tiny"));
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString());
        return new TinyDisk(directory);
    }

    public Path directory() {
        return directory;
    }

    /** Changes what it is: {@code ro}, {@code rw}, {@code size=…}. */
    public void remount(String options) throws IOException, InterruptedException {
        run("mount", "-o", "remount," + options, directory.toString());
    }

    @Override
    public void close() throws IOException {
        try {
            // Lazily, as a store that is closed after this still holds a lock file in it.
            run("umount", "-l", directory.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("umount was interrupted");
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
