package io.atlasoffsite.atlas;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads how long a server asks to be left alone: seconds or a date (RFC 9110 §10.2.3), or Atlas's own parameter. */
final class RetryAfter {

    private static final int MOST_DIGITS = 18;

    private final Clock clock;

    RetryAfter(Clock clock) {
        this.clock = clock;
    }

    Optional<Duration> read(Optional<String> header, AtlasError error) {
        Optional<Duration> asked = header.flatMap(this::parse);
        if (asked.isPresent() || error.status() != 429 || error.seconds().isEmpty()) {
            return asked;
        }
        return Optional.of(Duration.ofSeconds(Math.max(0, error.seconds().getAsLong())));
    }

    Optional<Duration> parse(String header) {
        String value = header.strip();
        if (value.matches("[0-9]+")) {
            // More digits than fit are still a number, only an absurd one: the caller's limit refuses it.
            return Optional.of(Duration.ofSeconds(
                    value.length() > MOST_DIGITS
                            ? Integer.MAX_VALUE
                            : Math.min(Integer.MAX_VALUE, Long.parseLong(value))));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration left = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
