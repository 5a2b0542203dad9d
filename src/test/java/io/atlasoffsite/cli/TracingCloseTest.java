package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.junit.jupiter.api.Test;

class TracingCloseTest {

    @Test
    void aCollectorThatNeverAnswersGetsFiveSecondsAtTheEnd() {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(BatchSpanProcessor.builder(new Deaf()).build())
                        .build())
                .build();
        Tracing tracing = new Tracing(sdk);
        sdk.getTracer("test").spanBuilder("unheard").startSpan().end();

        Instant told = Instant.now();
        tracing.close();

        assertThat(Duration.between(told, Instant.now())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(15));
    }

    private static final class Deaf implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return new CompletableResultCode();
        }

        @Override
        public CompletableResultCode flush() {
            return new CompletableResultCode();
        }

        @Override
        public CompletableResultCode shutdown() {
            return new CompletableResultCode();
        }
    }
}
