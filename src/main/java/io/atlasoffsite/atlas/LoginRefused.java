package io.atlasoffsite.atlas;

import java.io.IOException;
import java.util.Optional;

/** Atlas answered a token request with something other than a token. Its text never holds what Atlas sent. */
public final class LoginRefused extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String retryAfter;
    private final byte[] body;

    LoginRefused(int status, String retryAfter, byte[] body) {
        super("Atlas answered " + status + " to a token request");
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body.clone();
    }

    /**
     * What Atlas answered.
     *
     * @return the HTTP status
     */
    public int status() {
        return status;
    }

    /**
     * How long Atlas asked to be left alone.
     *
     * @return the {@code Retry-After} header, or empty
     */
    public Optional<String> retryAfter() {
        return retryAfter.isEmpty() ? Optional.empty() : Optional.of(retryAfter);
    }

    /**
     * What Atlas said about it.
     *
     * @return the body, at most 64 KiB
     */
    public byte[] body() {
        return body.clone();
    }
}
