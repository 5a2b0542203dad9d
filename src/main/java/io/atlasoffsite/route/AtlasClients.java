package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.Secret;
import io.atlasoffsite.atlas.CallPolicy;
import io.atlasoffsite.atlas.ProjectLimits;
import io.atlasoffsite.atlas.ProxyRefused;
import io.atlasoffsite.atlas.RetryRules;
import io.atlasoffsite.atlas.ServiceAccountToken;
import io.atlasoffsite.atlas.TokenRequest;
import io.atlasoffsite.plan.AtlasAccess;
import io.atlasoffsite.plan.AtlasAuth;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.WayOut;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes the HTTP clients of the Atlas API: proxy, CA file, timeouts, no redirects, no retries nobody sees, and the credentials,
 * which go on the wire here and nowhere else, and to the configured host only.
 */
final class AtlasClients {

    /** The pack's own way to HTTP, which nothing that a host sets for its {@code http:} and {@code https:} reaches. */
    static final String COMPONENT = "offsite-http";

    /** Every consumer of the queue may be waiting for Atlas at the same time. */
    private static final int CONNECTIONS = 32;

    private final NetworkSettings network;
    private final Clock clock;
    private final RandomGenerator random;
    private final ObjectMapper json;
    private final Consumer<Secret> secrets;

    AtlasClients(
            NetworkSettings network, Clock clock, RandomGenerator random, ObjectMapper json, Consumer<Secret> secrets) {
        this.network = network;
        this.clock = clock;
        this.random = random;
        this.json = json;
        this.secrets = secrets;
    }

    AtlasSites sites(Collection<AtlasAccess> all) {
        Map<String, AtlasSite> sites = new TreeMap<>();
        all.forEach(access -> sites.put(access.name(), site(access)));
        return new AtlasSites(sites);
    }

    AtlasSite site(AtlasAccess access) {
        AtlasAccess.Retry retry = access.retry();
        RetryRules rules = new RetryRules(retry.attempts(), retry.first(), retry.longest(), retry.maxRetryAfter());
        ProjectLimits limits =
                new ProjectLimits(access.rate().burst(), access.rate().perMinute(), clock);
        return new AtlasSite(access, new CallPolicy(rules, clock, random, json), limits, token(access));
    }

    /** What the endpoints of the sites are made by. */
    static HttpComponent component() {
        HttpComponent component = new HttpComponent();
        component.setAutowiredEnabled(false);
        component.setHeaderFilterStrategy(new AtlasHeaders());
        return component;
    }

    /** Puts a site's settings on the client Camel makes for it. */
    HttpClientConfigurer configurer(AtlasSite site) {
        return builder -> {
            BasicCredentialsProvider credentials = configure(builder, site.access());
            if (site.access().auth() instanceof AtlasAuth.ApiKey key) {
                digest(credentials, site.access().baseUrl(), key);
            }
            site.token().ifPresent(token -> bearer(builder, site.access().baseUrl(), token));
        };
    }

    private Optional<ServiceAccountToken> token(AtlasAccess access) {
        if (!(access.auth() instanceof AtlasAuth.ServiceAccount account)) {
            return Optional.empty();
        }
        HttpClientBuilder builder = HttpClientBuilder.create();
        configure(builder, access);
        CloseableHttpClient client = builder.build();
        TokenRequest request =
                new TokenRequest(client, access.baseUrl(), account.clientId(), account.clientSecret(), json);
        return Optional.of(new ServiceAccountToken(
                () -> {
                    ServiceAccountToken.Granted granted = request.fetch();
                    secrets.accept(granted.token());
                    return granted;
                },
                clock));
    }

    private BasicCredentialsProvider configure(HttpClientBuilder builder, AtlasAccess access) {
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        WayOut.through(network, builder, credentials);
        builder.addExecInterceptorFirst("offsite-proxy-refusal", AtlasClients::noAnswerOfTheProxy);
        builder.setConnectionManager(connections(access))
                .setConnectionManagerShared(false)
                .setDefaultCredentialsProvider(credentials)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(access.responseTimeout()))
                        .setResponseTimeout(Timeout.of(access.responseTimeout()))
                        // Basic would send the key as it is to whoever asks for it.
                        .setTargetPreferredAuthSchemes(List.of(StandardAuthScheme.DIGEST))
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("atlas-offsite")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement();
        return credentials;
    }

    /** What comes before there is TLS is the proxy's own answer, and no rule for Atlas's answers fits it. */
    private static ClassicHttpResponse noAnswerOfTheProxy(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (scope.route.isSecure() && scope.clientContext.getSSLSession() == null) {
            response.close();
            throw new ProxyRefused(response.getCode());
        }
        return response;
    }

    private HttpClientConnectionManager connections(AtlasAccess access) {
        PoolingHttpClientConnectionManager manager = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(WayOut.trust(network)))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(access.connectTimeout()))
                        .setSocketTimeout(Timeout.of(access.responseTimeout()))
                        .build())
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .build();
        return manager;
    }

    private static void digest(BasicCredentialsProvider credentials, URI baseUrl, AtlasAuth.ApiKey key) {
        credentials.setCredentials(
                new AuthScope(HttpHost.create(baseUrl)),
                new UsernamePasswordCredentials(
                        key.publicKey(), key.privateKey().reveal().toCharArray()));
    }

    private static void bearer(HttpClientBuilder builder, URI baseUrl, ServiceAccountToken token) {
        String host = baseUrl.getHost();
        builder.addRequestInterceptorLast((request, entity, context) -> {
            if (request.getAuthority() == null
                    || !host.equalsIgnoreCase(request.getAuthority().getHostName())) {
                throw new IOException("a request for another host than Atlas's was stopped");
            }
            try {
                request.setHeader(
                        HttpHeaders.AUTHORIZATION, "Bearer " + token.current().reveal());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a token");
            }
        });
    }
}
