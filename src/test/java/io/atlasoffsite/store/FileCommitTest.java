package io.atlasoffsite.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileCommitTest extends CommitContract {

    @TempDir
    private Path directory;

    @Override
    ArchiveStore newStore() {
        return new FileStore("disk", directory);
    }
}
