package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
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
     * What must not be seen of it.
     *
     * @return the secrets, never null
     */
    List<Secret> secrets();
}
