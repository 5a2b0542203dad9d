package io.atlasoffsite.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a restore by URL keeps its own files: in the data directory as every command, or where that cannot be written, on a machine that
 * has nothing but this program, in a directory that goes when it is over. Not thread safe.
 */
final class UrlPlace implements AutoCloseable {

    private final Path directory;
    private final boolean passing;

    private UrlPlace(Path directory, boolean passing) {
        this.directory = directory;
        this.passing = passing;
    }

    static UrlPlace in(Path data, Screen screen) throws IOException {
        try {
            Files.createDirectories(data);
            if (Files.isWritable(data)) {
                return new UrlPlace(data, false);
            }
        } catch (IOException unwritable) {
            // Said below, for both ways in which it cannot be written.
        }
        screen.say("the data directory " + data + " cannot be written: this restore leaves no line in an audit log");
        return new UrlPlace(Files.createTempDirectory("atlas-offsite-"), true);
    }

    Installation installation(CopyUrl url) throws IOException {
        return url.installation(directory);
    }

    @Override
    public void close() throws IOException {
        if (!passing) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walked = Files.walk(directory)) {
            all = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
