package io.atlasoffsite.cli;

import io.atlasoffsite.plan.ClusterKind;
import io.atlasoffsite.plan.Units;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Checks what was typed before anything is asked of anybody. Stateless. */
final class Arguments {

    private static final Pattern ID = Pattern.compile("[a-f0-9]{24}");
    private static final Pattern CLUSTER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,63}");
    private static final int SHOWN = 80;

    private Arguments() {}

    static String project(String text) {
        return id(text, "project id");
    }

    static String snapshot(String text) {
        return id(text, "snapshot id");
    }

    static String cluster(String text) {
        if (!CLUSTER.matcher(text).matches()) {
            throw CommandFailure.usage(
                    shown(text) + " is no cluster name; one has 1 to 64 letters, digits and hyphens, as in Atlas");
        }
        return text;
    }

    static String kind(String text) {
        String words = String.join(
                ", ", Stream.of(ClusterKind.values()).map(ClusterKind::word).toList());
        return ClusterKind.ofWord(text)
                .map(ClusterKind::word)
                .orElseThrow(() -> CommandFailure.usage(shown(text) + " is no kind of cluster; there are " + words));
    }

    /** The named one, or the only one there is. */
    static String onlyOne(Optional<String> named, Map<String, ?> configured, String option, String what) {
        if (named.isPresent()) {
            return named.get();
        }
        if (configured.size() == 1) {
            return configured.keySet().iterator().next();
        }
        throw CommandFailure.usage("offsite.yaml has " + configured.size() + " " + what + "; say which with " + option
                + (configured.isEmpty() ? "" : ": " + String.join(", ", configured.keySet())));
    }

    /** Reads sizes such as {@code 64MiB}. */
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return Units.size(text)
                    .orElseThrow(() -> new TypeConversionException(shown(text) + " is no size such as 64MiB"));
        }
    }

    /** Reads durations such as {@code 30s}. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Units.duration(text)
                    .orElseThrow(() -> new TypeConversionException(shown(text) + " is no duration such as 30s"));
        }
    }

    private static String id(String text, String what) {
        if (!ID.matcher(text).matches()) {
            throw CommandFailure.usage(shown(text) + " is no " + what + "; one has 24 hexadecimal digits, as in Atlas");
        }
        return text;
    }

    private static String shown(String text) {
        String plain = Table.plain(text);
        return "\"" + (plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain) + "\"";
    }
}
