package io.atlasoffsite.cli;

import io.atlasoffsite.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What OpenTelemetry's own variables ask for, as far as it decides whether there is tracing at all. They are read as its SDK reads
 * them: a system property {@code otel.x.y} beats the environment's {@code OTEL_X_Y}, and blank is not set. Immutable.
 *
 * @param on whether traces are to be sent
 * @param secrets the values of headers for the collector, which may be keys
 */
record TracingWish(boolean on, List<Secret> secrets) {

    private static final String PROTOCOL = "otel.exporter.otlp.protocol";
    private static final String TRACES_PROTOCOL = "otel.exporter.otlp.traces.protocol";
    private static final String ONLY_PROTOCOL = "http/protobuf";

    /**
     * Reads the variables of this process.
     *
     * @return what they ask for
     * @throws CommandFailure when they ask for what is not to be had here
     */
    static TracingWish ofProcess() {
        return of(System::getProperty, System::getenv);
    }

    /**
     * Starts what they ask for. Where they ask for nothing, nothing of OpenTelemetry is loaded.
     *
     * @param masked what no span and no log line shows; gets the keys for the collector, too
     * @return the traces, empty when nobody asked for any
     */
    Optional<Tracing> start(Secrets masked) {
        masked.keep(secrets);
        return on ? Optional.of(Tracing.start(masked)) : Optional.empty();
    }

    /** Reads variables; both answer null for what is not set. */
    static TracingWish of(UnaryOperator<String> properties, UnaryOperator<String> environment) {
        Variables variables = new Variables(properties, environment);
        boolean disabled = variables
                .get("otel.sdk.disabled")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        Optional<String> exporter = variables.get("otel.traces.exporter");
        boolean collector = variables.get("otel.exporter.otlp.endpoint").isPresent()
                || variables.get("otel.exporter.otlp.traces.endpoint").isPresent();
        boolean none = exporter.filter("none"::equals).isPresent();
        if (disabled || none || exporter.isEmpty() && !collector) {
            return new TracingWish(false, List.of());
        }
        requireOnly(exporter, "otel.traces.exporter", "otlp");
        requireOnly(variables.get(TRACES_PROTOCOL).or(() -> variables.get(PROTOCOL)), PROTOCOL, ONLY_PROTOCOL);
        return new TracingWish(true, variables.headers());
    }

    private static void requireOnly(Optional<String> value, String property, String only) {
        value.filter(other -> !other.equals(only)).ifPresent(other -> {
            throw CommandFailure.configuration(Variables.environmentName(property) + " is " + other
                    + ", and traces are sent by " + only + " only; set it to that, or OTEL_TRACES_EXPORTER to none");
        });
    }

    private record Variables(UnaryOperator<String> properties, UnaryOperator<String> environment) {

        static String environmentName(String property) {
            return property.toUpperCase(Locale.ROOT).replace('.', '_');
        }

        Optional<String> get(String property) {
            return set(properties.apply(property)).or(() -> set(environment.apply(environmentName(property))));
        }

        /** One by one, because each may be a key. */
        List<Secret> headers() {
            return Stream.of("otel.exporter.otlp.headers", "otel.exporter.otlp.traces.headers")
                    .flatMap(property -> get(property).stream())
                    .flatMap(all -> Stream.of(all.split(",")))
                    .map(header ->
                            Secret.of(header.substring(header.indexOf('=') + 1).strip()))
                    .toList();
        }

        private static Optional<String> set(String value) {
            return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
        }
    }
}
