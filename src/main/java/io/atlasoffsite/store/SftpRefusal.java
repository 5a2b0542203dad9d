package io.atlasoffsite.store;

import java.io.IOException;

/**
 * A server let nobody in, or is not the one that was meant: waiting does not help, somebody has to change something. The message
 * says what, free of secrets; it is put behind what was tried and where.
 */
public final class SftpRefusal extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses.
     *
     * @param advice what is wrong and what to do, free of secrets
     */
    public SftpRefusal(String advice) {
        super(advice);
    }

    /**
     * Refuses, because of something.
     *
     * @param advice what is wrong and what to do, free of secrets
     * @param cause what was found
     */
    public SftpRefusal(String advice, Throwable cause) {
        super(advice, cause);
    }
}
