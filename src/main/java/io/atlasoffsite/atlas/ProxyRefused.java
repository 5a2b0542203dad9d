package io.atlasoffsite.atlas;

import java.io.IOException;

/** The proxy on the way to Atlas answered in Atlas's place: it did not make the tunnel. Its text never holds what it sent. */
public final class ProxyRefused extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int WHO_ARE_YOU = 407;

    private final int status;

    /**
     * Notes the answer.
     *
     * @param status the HTTP status the proxy answered
     */
    public ProxyRefused(int status) {
        super("the proxy answered " + status);
        this.status = status;
    }

    /**
     * What the proxy answered.
     *
     * @return the HTTP status
     */
    public int status() {
        return status;
    }

    /** Whether it wants another user or password: asking again with the same ones can lock an account. */
    boolean unauthenticated() {
        return status == WHO_ARE_YOU;
    }
}
