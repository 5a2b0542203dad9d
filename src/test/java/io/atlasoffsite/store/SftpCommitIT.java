package io.atlasoffsite.store;

import io.atlasoffsite.testing.SftpServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Copies come to exist on an SFTP server, with hard links and without. */
class SftpCommitIT {

    @TempDir
    private Path directory;

    @Nested
    class WithHardLinks extends OnServer {
        WithHardLinks() {
            super(SftpServer.ALL);
        }
    }

    @Nested
    class WithoutHardLinks extends OnServer {
        WithoutHardLinks() {
            super("posix-rename@openssh.com=1,fsync@openssh.com=1");
        }
    }

    abstract class OnServer extends CommitContract {
        private final String extensions;
        private SftpServer server;

        OnServer(String extensions) {
            this.extensions = extensions;
        }

        @Override
        ArchiveStore newStore() throws Exception {
            server = new SftpServer(directory, extensions);
            return Sftp.store(server);
        }

        @AfterEach
        void stop() throws Exception {
            server.close();
        }
    }
}
