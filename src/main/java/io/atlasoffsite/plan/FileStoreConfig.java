package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Copies in a directory. Immutable and thread safe.
 *
 * @param name its name in the file
 * @param directory the directory, as written; relative ones belong to the working directory
 */
public record FileStoreConfig(String name, Path directory) implements StoreConfig {

    @Override
    public String location() {
        return "file:" + directory.toAbsolutePath().normalize();
    }

    @Override
    public URI location(String folder) {
        return FolderUri.of("file", "", directory.toAbsolutePath().normalize().toString(), folder);
    }

    @Override
    public List<Secret> secrets() {
        return List.of();
    }
}
