package io.atlasoffsite.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. Stateless. */
public final class Units {

    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,14})B?|([1-9][0-9]{0,5})([KMGT])(i?)B");
    private static final String STEPS = "KMGT";

    private Units() {}

    /**
     * Reads a duration.
     *
     * @param text a whole number above 0 and its unit: ms, s, m, h or d; not null
     * @return the duration, empty when the text is none
     */
    public static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /**
     * Reads a size. A trailing {@code /s} is for the caller to cut off.
     *
     * @param text bytes, or a whole number above 0 and its unit: KB to TB, KiB to TiB; not null
     * @return bytes, empty when the text is no size
     */
    public static OptionalLong size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        if (matcher.group(1) != null) {
            return OptionalLong.of(Long.parseLong(matcher.group(1)));
        }
        long bytes = Long.parseLong(matcher.group(2));
        long step = matcher.group(4).isEmpty() ? 1000 : 1024;
        for (int times = 0; times <= STEPS.indexOf(matcher.group(3)); times++) {
            bytes *= step;
        }
        return OptionalLong.of(bytes);
    }
}
