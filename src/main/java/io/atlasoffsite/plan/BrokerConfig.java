package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.util.Optional;

/**
 * The broker. Immutable and thread safe.
 *
 * @param url where it is, as Artemis's client writes it; empty means one embedded under the data directory. It can carry
 *     passwords of key stores, so it is not shown
 * @param user who is asking
 * @param password of the user
 */
public record BrokerConfig(Optional<String> url, Optional<String> user, Optional<Secret> password) {

    /**
     * Whether the process brings its own broker.
     *
     * @return true when no address is configured
     */
    public boolean embedded() {
        return url.isEmpty();
    }

    @Override
    public String toString() {
        return "BrokerConfig[embedded=" + embedded() + "]";
    }
}
