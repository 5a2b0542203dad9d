package io.atlasoffsite.store;

import java.io.IOException;
import org.apache.sshd.client.session.ClientSession;

/**
 * Lets a store into its SSH server, however that is done: keys, passwords and the check of the server's own key stay outside of the
 * store. Thread safe.
 */
public interface SftpSessions extends AutoCloseable {

    /**
     * Opens a session of its own.
     *
     * @return an authenticated session with the server that was meant, which answers keep-alives; the caller closes it
     * @throws SftpRefusal when trying again cannot help
     * @throws IOException when the server cannot be reached now
     */
    ClientSession open() throws IOException;

    /** Closes all sessions. It fails nothing and may be repeated. */
    @Override
    void close();
}
