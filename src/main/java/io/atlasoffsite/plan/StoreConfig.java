package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.net.URI;
import java.util.List;

/** Where copies are kept. Immutable and thread safe. */
public sealed interface StoreConfig permits S3StoreConfig, FileStoreConfig, SftpStoreConfig {

    /**
     * Its name in the file.
     *
     * @return a kebab-case word
     */
    String name();

    /**
     * The place itself, whatever it is called: no two stores of a file have the same.
     *
     * @return an s3, file or sftp URI, without credentials
     */
    String location();

    /**
     * Where a folder in it is, for whoever goes on with a copy.
     *
     * @param folder the folder's path in the store, segments of letters, digits, {@code -}, {@code _} and {@code .}; not null
     * @return an s3, file or sftp URI, without credentials or options; never null
     */
    URI location(String folder);

    /**
     * What must not be seen of it.
     *
     * @return the secrets, never null
     */
    List<Secret> secrets();
}
