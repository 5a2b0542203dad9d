package io.atlasoffsite.plan;

import java.nio.file.Path;

/** By which key an SFTP server is known. Immutable and thread safe. */
public sealed interface SftpHostKey {

    /**
     * The key itself.
     *
     * @param line kind and key, as {@code ssh-keyscan} prints them behind the host's name
     */
    record Given(String line) implements SftpHostKey {}

    /**
     * The keys a file has for the host and port.
     *
     * @param file in the format of OpenSSH's {@code known_hosts}; it is only read
     */
    record KnownHosts(Path file) implements SftpHostKey {}
}
