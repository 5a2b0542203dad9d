package io.atlasoffsite.store;

import io.atlasoffsite.testing.SftpServer;
import java.time.Duration;

/** Stores over a test's SFTP server. */
final class Sftp {

    private Sftp() {}

    static SftpStoreSettings settings(SftpServer server) {
        return SftpStoreSettings.of(SftpServer.USER, "127.0.0.1", server.port(), "/")
                .withLimits(Duration.ofSeconds(20), 4, Duration.ofMillis(5));
    }

    static SftpStore store(SftpServer server) {
        return store(server, settings(server));
    }

    static SftpStore store(SftpServer server, SftpStoreSettings settings) {
        return new SftpStore("nas", server.sessionsFor(), settings);
    }
}
