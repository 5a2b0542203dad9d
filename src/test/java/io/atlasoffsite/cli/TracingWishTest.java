package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atlasoffsite.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingWishTest {

    private static final Map<String, String> NONE = Map.of();

    @Test
    void nobodyAsksNobodyTraces() {
        assertThat(of(NONE, NONE).on()).isFalse();
        assertThat(of(NONE, Map.of("OTEL_SERVICE_NAME", "copies")).on()).isFalse();
        assertThat(of(NONE, Map.of("OTEL_TRACES_EXPORTER", " ")).on()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_TRACES_EXPORTER, otlp",
        "OTEL_EXPORTER_OTLP_ENDPOINT, http://collector:4318",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://collector:4318/v1/traces"
    })
    void anExporterOrAnAddressTurnsItOn(String name, String value) {
        assertThat(of(NONE, Map.of(name, value)).on()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"OTEL_TRACES_EXPORTER, none", "OTEL_SDK_DISABLED, true"})
    void whoTurnsItOffIsHeardWhateverElseIsSet(String name, String value) {
        assertThat(of(NONE, Map.of(name, value, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"))
                        .on())
                .isFalse();
    }

    @Test
    void aSystemPropertyBeatsTheEnvironment() {
        assertThat(of(Map.of("otel.traces.exporter", "none"), Map.of("OTEL_TRACES_EXPORTER", "otlp"))
                        .on())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_TRACES_EXPORTER, zipkin",
        "OTEL_TRACES_EXPORTER, 'otlp,console'",
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, http/json"
    })
    void whatIsNotToBeHadIsRefusedByName(String name, String value) {
        Map<String, String> asked = Map.of(name, value, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> of(NONE, asked))
                .withMessageContaining(name.replace("TRACES_PROTOCOL", "PROTOCOL") + " is " + value)
                .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(ErrorLines.CONFIGURATION));
    }

    @Test
    void keysForTheCollectorAreSecrets() {
        TracingWish wish = of(
                NONE,
                Map.of(
                        "OTEL_TRACES_EXPORTER",
                        "otlp",
                        "OTEL_EXPORTER_OTLP_HEADERS",
                        "api-key=a-key-nobody-sees, tenant=acme",
                        "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
                        "authorization=Bearer%20another"));

        assertThat(wish.secrets())
                .extracting(Secret::reveal)
                .containsExactly("a-key-nobody-sees", "acme", "Bearer%20another");
        assertThat(wish.toString()).doesNotContain("a-key-nobody-sees");
    }

    private static TracingWish of(Map<String, String> properties, Map<String, String> environment) {
        return TracingWish.of(properties::get, environment::get);
    }
}
