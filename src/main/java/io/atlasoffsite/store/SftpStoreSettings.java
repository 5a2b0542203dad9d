package io.atlasoffsite.store;

import java.time.Duration;
import java.util.Objects;

/**
 * Where in an SFTP server and how. Immutable and thread safe.
 *
 * @param user who logs in, for messages and RESTORE.md
 * @param host the server
 * @param port its port, 1 to 65535
 * @param directory the root, which must exist; one that does not begin with a slash belongs to the user's home
 * @param requireFsync true to refuse a server that cannot be told to make a file durable
 * @param answerTimeout how long a server may take to answer one request
 * @param forceTimeout how long it may take to make one file durable
 * @param tries how often a request is made whose answer does not come, at least 1
 * @param pause the wait before the third try, doubled before each further one; the second follows at once
 */
public record SftpStoreSettings(
        String user,
        String host,
        int port,
        String directory,
        boolean requireFsync,
        Duration answerTimeout,
        Duration forceTimeout,
        int tries,
        Duration pause) {

    /** Refuses what no store could work with. */
    public SftpStoreSettings {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(host, "host");
        if (directory.isEmpty() || tries < 1 || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("an SFTP store needs a port, a directory and at least one try");
        }
        directory = directory.length() > 1 && directory.endsWith("/")
                ? directory.substring(0, directory.length() - 1)
                : directory;
    }

    /**
     * Settings with the limits that suit most servers.
     *
     * @param user who logs in
     * @param host the server
     * @param port its port
     * @param directory the root
     * @return settings that require fsync, a minute for an answer, a quarter of an hour for an fsync, and four tries
     */
    public static SftpStoreSettings of(String user, String host, int port, String directory) {
        return new SftpStoreSettings(
                user,
                host,
                port,
                directory,
                true,
                Duration.ofMinutes(1),
                Duration.ofMinutes(15),
                4,
                Duration.ofSeconds(1));
    }

    /**
     * The same, with or without fsync.
     *
     * @param required see {@link #requireFsync()}
     * @return new settings
     */
    public SftpStoreSettings withRequireFsync(boolean required) {
        return new SftpStoreSettings(user, host, port, directory, required, answerTimeout, forceTimeout, tries, pause);
    }

    /**
     * The same, with other limits.
     *
     * @param answer see {@link #answerTimeout()}
     * @param most see {@link #tries()}
     * @param wait see {@link #pause()}
     * @return new settings
     */
    public SftpStoreSettings withLimits(Duration answer, int most, Duration wait) {
        return new SftpStoreSettings(user, host, port, directory, requireFsync, answer, forceTimeout, most, wait);
    }

    /** The server's name for a path of the store. */
    String remote(String path) {
        if (path.isEmpty()) {
            return directory;
        }
        return directory.equals("/") ? "/" + path : directory + "/" + path;
    }
}
