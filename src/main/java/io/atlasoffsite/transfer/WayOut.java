package io.atlasoffsite.transfer;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsStore;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/** The way from here to the internet, for every HTTP client of the process: proxy, and whom TLS trusts. Stateless. */
public final class WayOut {

    private WayOut() {}

    /**
     * Whom TLS trusts: the JVM's own authorities, and those of the CA file besides.
     *
     * @param network names the CA file; not null
     * @return a context
     * @throws IllegalArgumentException when the file cannot be read or holds no certificate
     */
    public static SSLContext trust(NetworkSettings network) {
        return Trust.context(network.caFile());
    }

    /**
     * Sends a client's requests through the proxy, if there is one, and leaves loopback and {@code noProxy} hosts direct.
     *
     * @param network names the proxy; not null
     * @param builder makes the client; not null
     * @param credentials where the proxy's user and password are put, for the proxy alone; not null
     */
    public static void through(NetworkSettings network, HttpClientBuilder builder, CredentialsStore credentials) {
        if (network.proxy().isEmpty()) {
            return;
        }
        ProxyServer proxy = network.proxy().get();
        HttpHost host = new HttpHost("http", proxy.host(), proxy.port());
        builder.setRoutePlanner(new DefaultProxyRoutePlanner(host) {
            @Override
            protected HttpHost determineProxy(HttpHost target, HttpContext context) {
                return network.direct(target.getHostName()) ? null : host;
            }
        });
        if (!proxy.user().isEmpty()) {
            credentials.setCredentials(
                    new AuthScope(host), new UsernamePasswordCredentials(proxy.user(), proxy.password()));
        }
    }
}
