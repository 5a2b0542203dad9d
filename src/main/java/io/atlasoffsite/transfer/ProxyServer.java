package io.atlasoffsite.transfer;

import java.util.Objects;

/** An HTTP proxy that tunnels https by CONNECT, and who we are to it. It never shows its password. Immutable, thread safe. */
public final class ProxyServer {

    private final String host;
    private final int port;
    private final String user;
    private final char[] password;

    /**
     * Describes a proxy.
     *
     * @param host its name or address; not null
     * @param port 1 to 65535
     * @param user empty when it asks for none; not null
     * @param password copied; empty when it asks for none; not null
     */
    public ProxyServer(String host, int port, String user, char[] password) {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a proxy needs a host and a port from 1 to 65535");
        }
        this.host = host;
        this.port = port;
        this.user = Objects.requireNonNull(user, "user");
        this.password = password.clone();
    }

    /**
     * A proxy that asks nobody who they are.
     *
     * @param host its name or address; not null
     * @param port 1 to 65535
     * @return the proxy
     */
    public static ProxyServer open(String host, int port) {
        return new ProxyServer(host, port, "", new char[0]);
    }

    /**
     * Its name or address.
     *
     * @return never null
     */
    public String host() {
        return host;
    }

    /**
     * Its port.
     *
     * @return 1 to 65535
     */
    public int port() {
        return port;
    }

    String user() {
        return user;
    }

    char[] password() {
        return password.clone();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
