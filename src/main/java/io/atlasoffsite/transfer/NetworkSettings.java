package io.atlasoffsite.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How download hosts are reached.
 *
 * @param connectTimeout for the connection and the TLS handshake, each; positive
 * @param proxy an HTTP proxy; empty for none; not null
 * @param noProxy hosts reached directly: exact names, {@code *.example.org} or {@code .example.org}; not null. Loopback hosts
 *     always are
 * @param caFile PEM certificates trusted besides the JVM's own; empty for none; not null
 */
public record NetworkSettings(
        Duration connectTimeout, Optional<ProxyServer> proxy, List<String> noProxy, Optional<Path> caFile) {

    /** Copies the list; refuses missing parts. */
    public NetworkSettings {
        Objects.requireNonNull(proxy, "proxy");
        Objects.requireNonNull(caFile, "caFile");
        noProxy = List.copyOf(noProxy);
        if (connectTimeout.isZero() || connectTimeout.isNegative()) {
            throw new IllegalArgumentException("the connect timeout is not positive");
        }
    }

    /**
     * No proxy, the JVM's own certificates, 15 seconds to connect.
     *
     * @return the settings
     */
    public static NetworkSettings direct() {
        return new NetworkSettings(Duration.ofSeconds(15), Optional.empty(), List.of(), Optional.empty());
    }

    /**
     * Whether a host is reached without the proxy.
     *
     * @param target the host's name; not null
     * @return true for loopback and for what {@code noProxy} names
     */
    public boolean direct(String target) {
        String host = target.toLowerCase(Locale.ROOT);
        return Addresses.namesLoopback(host) || directPatterns().stream().anyMatch(host::matches);
    }

    private Set<String> directPatterns() {
        return noProxy.stream()
                .map(pattern -> pattern.strip().toLowerCase(Locale.ROOT))
                .map(pattern -> pattern.startsWith("*.") ? pattern.substring(1) : pattern)
                .map(pattern -> (pattern.startsWith(".") ? ".*" : "") + Pattern.quote(pattern))
                .collect(Collectors.toUnmodifiableSet());
    }
}
