package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxOptionsTest {

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        SandboxOptions options = SandboxOptions.builder().build();
        assertThat(options.archiveBytes()).isEqualTo(64L * 1024 * 1024);
        assertThat(options.credentials())
                .isEqualTo(new Credentials("mdb_sa_id_sandbox", "mdb_sa_sk_sandbox", "sandbox", "sandbox"));
        assertThat(options.rateLimit()).isEqualTo(new RateLimit(1200, 500, true));
        assertThat(options.tokenLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(options.signedLinks()).isEqualTo(LinkRules.objectStore());
        assertThat(options.secretLinks()).isEqualTo(LinkRules.restoreHost());
        assertThat(options.linkHost()).isEqualTo("https://cloud.mongodb.com");
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThatThrownBy(() -> SandboxOptions.builder().archiveBytes(1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("archiveBytes");
        assertThatThrownBy(() -> new JobTiming(0, 0, 1, 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateLimit(1, 0, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyTheClustersWantedAreThere() {
        try (Sandbox sandbox = Sandbox.start(
                SandboxClient.small().clusters(List.of("rs-billing")).build())) {
            assertThat(sandbox.snapshotIds("rs-billing")).hasSize(10);
            assertThat(sandbox.snapshotIds("flex-orders")).isEmpty();
        }
    }

    @Test
    void aTakenPortIsNamedInTheRefusal() {
        try (Sandbox sandbox = Sandbox.start(SandboxClient.small().build())) {
            int port = URI.create(sandbox.baseUrl()).getPort();
            assertThatThrownBy(() ->
                            Sandbox.start(SandboxClient.small().apiPort(port).build()))
                    .hasMessageContaining(Integer.toString(port));
        }
    }
}
