package io.atlasoffsite.cli;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory. */
final class DiskShelf implements Shelf {

    private static final String NAME = "disk";

    private final Path directory;
    private final FileStore store;

    DiskShelf(Path home) {
        this.directory = home.resolve(NAME);
        this.store = new FileStore(NAME, directory);
    }

    Path directory() {
        return directory;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Site addTo(Site site) throws IOException {
        return site.disk(NAME);
    }

    @Override
    public ArchiveStore store() {
        return store;
    }

    @Override
    public int unfinished() throws IOException {
        int partial = 0;
        for (ArchiveStore.Entry attempt : store.list(".offsite/attempts")) {
            partial += attempt.folder()
                    ? files(directory.resolve(".offsite/attempts").resolve(attempt.name()))
                    : 0;
        }
        return partial;
    }

    private static int files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        } catch (NoSuchFileException goneMeanwhile) {
            return 0;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
