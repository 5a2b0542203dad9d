package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.net.URI;
import java.util.List;

/**
 * Copies in a directory of an SFTP server. Immutable and thread safe.
 *
 * @param name its name in the file
 * @param host the server
 * @param port its port, 1 to 65535
 * @param directory the directory; one without a slash in front belongs to the user's home
 * @param user who logs in
 * @param login how
 * @param hostKey by which key the server is known
 * @param requireFsync whether a server is refused that cannot be told to make a file durable
 */
public record SftpStoreConfig(
        String name,
        String host,
        int port,
        String directory,
        String user,
        SftpLogin login,
        SftpHostKey hostKey,
        boolean requireFsync)
        implements StoreConfig {

    @Override
    public String location() {
        return location(host, port, directory);
    }

    static String location(String host, int port, String directory) {
        String at = directory.startsWith("/") ? directory : "/~/" + directory;
        return "sftp://" + host + ":" + port + at.replaceFirst("(?<=.)/+$", "");
    }

    @Override
    public URI location(String folder) {
        String root = directory.startsWith("/") ? directory : "~/" + directory;
        return FolderUri.of("sftp", host + ":" + port, root, folder);
    }

    @Override
    public List<Secret> secrets() {
        return login.secrets();
    }
}
