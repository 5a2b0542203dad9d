package io.atlasoffsite.sandbox;

import java.io.IOException;

/** A request that is not HTTP as this server accepts it; carries the status to answer with. */
final class HttpRefusal extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    HttpRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
