package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTest {

    private final Sandbox sandbox =
            Sandbox.start(SandboxClient.small().tokensPerMinute(2).build());
    private final SandboxClient client = new SandboxClient(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aTokenLetsInUntilItsHourIsOver() {
        assertThat(client.get("").statusCode()).isEqualTo(200);
        sandbox.advance(Duration.ofMinutes(59));
        assertThat(client.get("").statusCode()).isEqualTo(200);
        sandbox.advance(Duration.ofMinutes(2));
        assertThat(client.get("").statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongSecretGetsAnOauthError() {
        HttpResponse<String> refused = client.askToken("mdb_sa_id_sandbox:wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(SandboxClient.json(refused).path("error").asText()).isEqualTo("invalid_client");
        assertThat(SandboxClient.json(refused).path("error_description").asText())
                .isNotEmpty();
    }

    @Test
    void tokensAskedForTooOftenAreRefusedForAMinute() {
        String pair = "mdb_sa_id_sandbox:mdb_sa_sk_sandbox";
        assertThat(client.askToken(pair).statusCode()).isEqualTo(200);
        assertThat(client.askToken(pair).statusCode()).isEqualTo(200);
        assertThat(client.askToken(pair).statusCode()).isEqualTo(429);
        sandbox.advance(Duration.ofSeconds(61));
        HttpResponse<String> again = client.askToken(pair);
        assertThat(SandboxClient.json(again).path("expires_in").asInt()).isEqualTo(3600);
        assertThat(SandboxClient.json(again).path("token_type").asText()).isEqualTo("Bearer");
    }

    @Test
    void f19_revokedTokensAreRefusedWithTheBodyOfABadKey() {
        client.token();
        sandbox.revokeTokens();
        HttpResponse<String> refused = client.get("");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("X-Error-Code")).contains("UNEXPECTED_ERROR");
        assertThat(SandboxClient.json(refused).path("errorCode").asText()).isEqualTo("UNEXPECTED_ERROR");
    }

    @Test
    void withoutCredentialsADigestChallengeComes() {
        HttpResponse<String> refused = anonymous();
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("Digest realm=\"MMS Public API\"", "algorithm=MD5", "qop=\"auth\"");
    }

    @Test
    void theApiKeyLetsInByDigestAndAWrongOneDoesNot() {
        assertThat(digest("sandbox", "sandbox").statusCode()).isEqualTo(200);
        assertThat(digest("sandbox", "wrong").statusCode()).isEqualTo(401);
        assertThat(digest("nobody", "sandbox").statusCode()).isEqualTo(401);
    }

    @Test
    void aNonceThatWasNeverGivenOutIsRefused() {
        HttpResponse<String> refused = client.send(SandboxClient.plain(url())
                .header("Accept", SandboxClient.CLUSTERS)
                .header("Authorization", authorization("sandbox", "sandbox", "0".repeat(32))));
        assertThat(refused.statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> anonymous() {
        return client.send(SandboxClient.plain(url()).header("Accept", SandboxClient.CLUSTERS));
    }

    private HttpResponse<String> digest(String key, String secret) {
        String challenge = anonymous().headers().firstValue("WWW-Authenticate").orElseThrow();
        Matcher nonce = Pattern.compile("nonce=\"([^\"]+)\"").matcher(challenge);
        assertThat(nonce.find()).isTrue();
        return client.send(SandboxClient.plain(url())
                .header("Accept", SandboxClient.CLUSTERS)
                .header("Authorization", authorization(key, secret, nonce.group(1))));
    }

    private String authorization(String key, String secret, String nonce) {
        String path = "/api/atlas/v2/groups";
        String one = md5(key + ":MMS Public API:" + secret);
        String response = md5(one + ":" + nonce + ":00000001:abc:auth:" + md5("GET:" + path));
        return "Digest username=\"" + key + "\", realm=\"MMS Public API\", nonce=\"" + nonce + "\", uri=\"" + path
                + "\", qop=auth, nc=00000001, cnonce=\"abc\", response=\"" + response + "\", algorithm=MD5";
    }

    private String url() {
        return sandbox.baseUrl() + "/api/atlas/v2/groups";
    }

    private static String md5(String text) {
        return HexFormat.of().formatHex(Seeds.digest("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
