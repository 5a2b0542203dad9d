package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How an SFTP server is told who is there. Immutable and thread safe. */
public sealed interface SftpLogin {

    /**
     * What must not be seen of it.
     *
     * @return the secrets, never null
     */
    List<Secret> secrets();

    /**
     * A password, also for servers that ask for it as if somebody were sitting there.
     *
     * @param password the password
     */
    record Password(Secret password) implements SftpLogin {
        @Override
        public List<Secret> secrets() {
            return List.of(password);
        }
    }

    /**
     * A private key in a file, in OpenSSH's format or PEM.
     *
     * @param file the file
     * @param passphrase what opens it
     */
    record PrivateKey(Path file, Optional<Secret> passphrase) implements SftpLogin {
        @Override
        public List<Secret> secrets() {
            return passphrase.stream().toList();
        }
    }
}
