package io.atlasoffsite.atlas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/**
 * The token request of a service account (OAuth 2.0 client credentials, RFC 6749 §4.4). It is sent past Camel, so that neither
 * the secret nor the token is ever part of an exchange. Thread safe.
 */
public final class TokenRequest implements ServiceAccountToken.TokenFetcher {

    /** The call this request is judged as. */
    public static final AtlasCall CALL =
            new AtlasCall("get-token", Optional.empty(), "POST", "/api/oauth/token", "", "", Optional.empty(), true);

    private static final int GREATEST_BODY = 64 * 1024;
    private static final long SHORTEST_LIFETIME = 1;
    private static final long USUAL_LIFETIME = 3600;

    private final HttpClient client;
    private final URI endpoint;
    private final String clientId;
    private final Secret clientSecret;
    private final ObjectMapper json;

    /**
     * Prepares the request.
     *
     * @param client sends it; has the proxy, CA file and timeouts of the API calls
     * @param baseUrl Atlas's base URL
     * @param clientId the service account's id
     * @param clientSecret its secret
     * @param json reads the reply
     */
    public TokenRequest(HttpClient client, URI baseUrl, String clientId, Secret clientSecret, ObjectMapper json) {
        this.client = client;
        this.endpoint = baseUrl.resolve(CALL.path());
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.json = json;
    }

    @Override
    public ServiceAccountToken.Granted fetch() throws IOException {
        HttpPost post = new HttpPost(endpoint);
        String pair = clientId + ":" + clientSecret.reveal();
        post.setHeader(
                HttpHeaders.AUTHORIZATION,
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        post.setHeader(HttpHeaders.ACCEPT, "application/json");
        post.setEntity(new UrlEncodedFormEntity(List.of(new BasicNameValuePair("grant_type", "client_credentials"))));
        return client.execute(post, this::granted);
    }

    private ServiceAccountToken.Granted granted(ClassicHttpResponse response) throws IOException {
        byte[] body = bodyOf(response);
        JsonNode reply = parsed(body);
        String token = reply.path("access_token").asText("");
        if (response.getCode() != 200 || token.isEmpty()) {
            Header retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
            // A 200 without a token is as good as no answer.
            int status = response.getCode() == 200 ? 502 : response.getCode();
            throw new LoginRefused(status, retryAfter == null ? "" : retryAfter.getValue(), body);
        }
        long seconds = Math.max(SHORTEST_LIFETIME, reply.path("expires_in").asLong(USUAL_LIFETIME));
        return new ServiceAccountToken.Granted(Secret.of(token), Duration.ofSeconds(seconds));
    }

    private JsonNode parsed(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException notJson) {
            return json.createObjectNode();
        }
    }

    private static byte[] bodyOf(ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return new byte[0];
        }
        try (InputStream in = response.getEntity().getContent()) {
            return in.readNBytes(GREATEST_BODY);
        }
    }
}
