package io.atlasoffsite.cli;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The service's traces: OpenTelemetry's SDK as its own variables set it up, which Camel's tracer of this context uses. Nothing is
 * set for the process as a whole. Thread safe.
 */
final class Tracing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

    /** What is left to send when the service goes down gets this long; an absent collector holds up nothing longer. */
    private static final int FAREWELL_SECONDS = 5;

    /** Whoever looks at the status page starts no trace. */
    private static final String UNTRACED = "platform-http*,direct://offsite-report-status";

    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

    private final OpenTelemetrySdk sdk;

    /** Of an SDK that is closed with it. */
    Tracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /**
     * Starts what the variables of this process say.
     *
     * @param secrets what no span shows
     * @return the traces
     * @throws CommandFailure when the variables ask for what is not to be had
     */
    static Tracing start(Secrets secrets) {
        // The SDK logs by java.util.logging, which would go to stderr past the masks.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            AutoConfiguredOpenTelemetrySdk configured = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> Map.of("otel.exporter.otlp.protocol", "http/protobuf"))
                    .addPropertiesCustomizer(properties -> Map.of(
                            "otel.traces.exporter",
                            "otlp",
                            "otel.metrics.exporter",
                            "none",
                            "otel.logs.exporter",
                            "none"))
                    .addResourceCustomizer((resource, properties) -> named(resource))
                    .addSpanExporterCustomizer((exporter, properties) -> new MaskedExporter(exporter, secrets))
                    .build();
            LOG.info("traces are sent to a collector by OTLP");
            return new Tracing(configured.getOpenTelemetrySdk());
        } catch (RuntimeException unusable) {
            throw CommandFailure.configuration("tracing cannot be set up as the OTEL_ variables ask for it ("
                    + secrets.mask(String.valueOf(unusable.getMessage()))
                    + "); correct them, or set OTEL_TRACES_EXPORTER to none");
        }
    }

    /** A name the variables give beats ours. */
    private static Resource named(Resource resource) {
        String name = resource.getAttribute(SERVICE_NAME);
        return name != null && !name.startsWith("unknown_service")
                ? resource
                : resource.merge(Resource.create(Attributes.of(SERVICE_NAME, "atlas-offsite")));
    }

    /** Before any route is made. */
    void bind(CamelContext context) {
        context.getRegistry().bind("offsite-tracer", Tracer.class, sdk.getTracer("atlas-offsite"));
        context.getRegistry().bind("offsite-propagators", ContextPropagators.class, sdk.getPropagators());
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.setCamelContext(context);
        tracer.setExcludePatterns(UNTRACED);
        tracer.init(context);
    }

    /** Sends what there is left, within seconds. */
    @Override
    public void close() {
        sdk.shutdown().join(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
