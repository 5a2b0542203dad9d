package io.atlasoffsite.transfer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes the client of one transfer: it decodes nothing, retries nothing, follows nothing, remembers nothing and sends no
 * credentials but the proxy's to the proxy. camel-http would undo a content encoding, read to the end what was given up, and put
 * the signed link into an exchange.
 */
final class HttpClients {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_HEADERS = 200;

    private HttpClients() {}

    /**
     * Makes it.
     *
     * @param target the real path and query of the request being sent; see {@link QuietConnection}
     */
    static CloseableHttpClient make(
            NetworkSettings network, Duration stall, SSLContext tls, HostPolicy policy, Supplier<String> target) {
        Timeout silence = Timeout.of(stall);
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections(network, silence, tls, policy, target))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(silence)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("atlas-offsite")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState();
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        WayOut.through(network, builder, credentials);
        builder.setDefaultCredentialsProvider(credentials);
        return builder.build();
    }

    private static PoolingHttpClientConnectionManager connections(
            NetworkSettings network, Timeout silence, SSLContext tls, HostPolicy policy, Supplier<String> target) {
        // The kernel's own receive buffer grows with the line; only the parser's buffer is set.
        Http1Config parser = Http1Config.custom()
                .setBufferSize(BUFFER_BYTES)
                // There is no limit by default: a head without end would be read into memory.
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> new QuietConnection(parser, target))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                .setDnsResolver(new PolicyResolver(policy, network.proxy()))
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(silence).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(network.connectTimeout()))
                        .setSocketTimeout(silence)
                        .build())
                .build();
    }

    /** Resolves names once, for the check and the connection alike, so that no second answer can slip by. */
    private record PolicyResolver(HostPolicy policy, Optional<ProxyServer> proxy) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            if (proxy.filter(server -> server.host().equalsIgnoreCase(host)).isEmpty()) {
                policy.checkAddresses(host.toLowerCase(Locale.ROOT), addresses);
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
