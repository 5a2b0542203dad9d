package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * How the API, the download hosts and S3 are reached. Immutable and thread safe.
 *
 * @param proxy the HTTP proxy, empty for a direct way
 * @param noProxy hosts reached directly all the same; a leading dot or {@code *.} stands for any labels
 * @param caFile PEM certificates trusted beside the JDK's own
 */
public record Network(Optional<Proxy> proxy, List<String> noProxy, Optional<Path> caFile) {

    /** Copies the list. */
    public Network {
        noProxy = List.copyOf(noProxy);
    }

    /**
     * An HTTP proxy.
     *
     * @param host its host name or address
     * @param port 1 to 65535
     * @param user empty for none
     * @param password empty for none
     */
    public record Proxy(String host, int port, String user, Secret password) {

        /** User and password as they go to the proxy (Basic, RFC 7617), so that logs can be masked; empty without a password. */
        Secret pair() {
            if (password.reveal().isEmpty()) {
                return password;
            }
            byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return Secret.of(Base64.getEncoder().encodeToString(pair));
        }
    }
}
