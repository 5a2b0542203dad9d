package io.atlasoffsite.route;

import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.WayOut;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Carries the SDK's requests over the HTTP client that API calls and downloads use, with the same proxy and trust. The SDK's own
 * transport writes bodies in pieces of 4 KiB, which costs a quarter of the time of a copy. It follows, retries and decodes nothing:
 * retries are the SDK's. Thread safe.
 */
final class S3Transport implements SdkHttpClient {

    private static final int PIECE_BYTES = 64 << 10;
    private static final int HEAD_BYTES = 8 << 10;
    private static final int CONNECTIONS = 64;
    private static final Timeout SILENCE = Timeout.ofSeconds(60);

    /** What the client says itself, from the entity and the address. */
    private static final Set<String> ITS_OWN = ignoringCase(HttpHeaders.CONTENT_LENGTH, HttpHeaders.HOST);

    private final CloseableHttpClient client;

    S3Transport(NetworkSettings network) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections(network))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(SILENCE)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState();
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        WayOut.through(network, builder, credentials);
        this.client = builder.setDefaultCredentialsProvider(credentials).build();
    }

    private static PoolingHttpClientConnectionManager connections(NetworkSettings network) {
        // Heads go through the client's buffers, of which each connection has three; bodies pass them by.
        Http1Config config = Http1Config.custom().setBufferSize(HEAD_BYTES).build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(config)
                        .build())
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(WayOut.trust(network)))
                .setMaxConnPerRoute(CONNECTIONS)
                .setMaxConnTotal(CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(network.connectTimeout()))
                        .setSocketTimeout(SILENCE)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build();
    }

    @Override
    public String clientName() {
        return "Apache5";
    }

    @Override
    public void close() {
        client.close(org.apache.hc.core5.io.CloseMode.GRACEFUL);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest asked) {
        SdkHttpRequest request = asked.httpRequest();
        HttpUriRequestBase call = new HttpUriRequestBase(request.method().name(), request.getUri());
        request.forEachHeader((name, values) -> {
            if (!ITS_OWN.contains(name)) {
                values.forEach(value -> call.addHeader(name, value));
            }
        });
        asked.contentStreamProvider().ifPresent(body -> call.setEntity(new Body(body, request)));
        return new Prepared(call);
    }

    private final class Prepared implements ExecutableHttpRequest {

        private final HttpUriRequestBase call;

        Prepared(HttpUriRequestBase call) {
            this.call = call;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            ClassicHttpResponse answer = client.executeOpen(null, call, null);
            try {
                return answered(answer);
            } catch (IOException | RuntimeException unreadable) {
                abort();
                throw unreadable;
            }
        }

        private HttpExecuteResponse answered(ClassicHttpResponse answer) throws IOException {
            SdkHttpFullResponse.Builder head =
                    SdkHttpFullResponse.builder().statusCode(answer.getCode()).statusText(answer.getReasonPhrase());
            for (Header header : answer.getHeaders()) {
                head.appendHeader(header.getName(), header.getValue());
            }
            HttpExecuteResponse.Builder response = HttpExecuteResponse.builder();
            if (answer.getEntity() == null) {
                answer.close();
            } else {
                response.responseBody(
                        AbortableInputStream.create(answer.getEntity().getContent(), this::abort));
            }
            return response.response(head.build()).build();
        }

        @Override
        public void abort() {
            call.cancel();
        }
    }

    /** A request's body, from its beginning every time it is sent, in pieces that go straight to the socket. */
    private static final class Body extends AbstractHttpEntity {

        private final ContentStreamProvider content;
        private final long length;

        Body(ContentStreamProvider content, SdkHttpRequest request) {
            super((ContentType) null, null);
            this.content = content;
            this.length = request.firstMatchingHeader(HttpHeaders.CONTENT_LENGTH)
                    .map(Long::parseLong)
                    .orElse(-1L);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] piece = new byte[(int) Math.min(PIECE_BYTES, length < 0 ? PIECE_BYTES : Math.max(1, length))];
            InputStream in = content.newStream();
            int count = in.read(piece);
            while (count >= 0) {
                out.write(piece, 0, count);
                count = in.read(piece);
            }
        }

        @Override
        public InputStream getContent() {
            return content.newStream();
        }

        @Override
        public long getContentLength() {
            return length;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public void close() {
            // The provider's owner closes its streams.
        }
    }

    /** For the SDK, which then closes the transport with its client. */
    static final class Maker implements SdkHttpClient.Builder<Maker> {

        private final NetworkSettings network;

        Maker(NetworkSettings network) {
            this.network = network;
        }

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new S3Transport(network);
        }
    }

    private static Set<String> ignoringCase(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }
}
