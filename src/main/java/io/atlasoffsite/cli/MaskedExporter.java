package io.atlasoffsite.cli;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands spans on without the secrets {@link Secrets} knows, and says once that a collector is away and once that it is back.
 * Thread safe.
 */
final class MaskedExporter implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

    private final SpanExporter exporter;
    private final Secrets secrets;
    private final AtomicBoolean away = new AtomicBoolean();

    MaskedExporter(SpanExporter exporter, Secrets secrets) {
        this.exporter = exporter;
        this.secrets = secrets;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode sent = exporter.export(spans.stream()
                .<SpanData>map(span -> new MaskedSpan(span, secrets))
                .toList());
        return sent.whenComplete(() -> heard(sent));
    }

    private void heard(CompletableResultCode sent) {
        if (sent.isSuccess() && away.compareAndSet(true, false)) {
            LOG.info("the collector takes traces again");
        } else if (!sent.isSuccess() && away.compareAndSet(false, true)) {
            LOG.warn(
                    "traces are lost, the collector does not take them ({}); copies go on without,"
                            + " and the next line about it comes when it takes them again",
                    why(sent.getFailureThrowable()));
        }
    }

    private static String why(Throwable failure) {
        if (failure == null) {
            return "no answer";
        }
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first.getMessage() == null ? first.getClass().getSimpleName() : first.getMessage();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
