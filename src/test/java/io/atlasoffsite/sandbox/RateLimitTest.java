package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final Clock STILL = Clock.fixed(Instant.parse("2026-08-02T17:05:10Z"), ZoneOffset.UTC);

    @Test
    void f17_anEmptyBucketRefusesAndFillsWithTime() {
        RateLimit limit = new RateLimit(3, 60, true);
        try (Sandbox sandbox = Sandbox.start(
                SandboxClient.small().clock(STILL).rateLimit(limit).build())) {
            SandboxClient client = new SandboxClient(sandbox);
            assertThat(client.get("").headers().firstValue("RateLimit-Remaining"))
                    .contains("2");
            client.get("");
            client.get("");
            HttpResponse<String> refused = client.get("");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.headers().firstValue("RateLimit-Limit")).contains("3");
            assertThat(SandboxClient.json(refused).path("parameters").get(1).asInt())
                    .isEqualTo(1);
            sandbox.advance(Duration.ofSeconds(1));
            assertThat(client.get("").statusCode()).isEqualTo(200);
        }
    }
}
