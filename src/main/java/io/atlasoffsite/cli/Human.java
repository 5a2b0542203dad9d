package io.atlasoffsite.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes sizes, ages and times the way people read them. Stateless. */
final class Human {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final long STEP = 1024;

    private Human() {}

    /** Bytes with three or four digits and a unit, e.g. {@code 64.0 MiB}. */
    static String bytes(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        // What would be shown as 1024.0 is shown as 1.0 of the next unit.
        while (value >= STEP - 0.05 && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes(bytes.getAsLong()) : "";
    }

    /** The two largest units of a duration, e.g. {@code 3d 4h}. */
    static String age(Duration age) {
        if (age.isNegative()) {
            return "0s";
        }
        if (age.toDays() > 0) {
            return two(age.toDays(), "d", age.toHoursPart(), "h");
        }
        if (age.toHours() > 0) {
            return two(age.toHours(), "h", age.toMinutesPart(), "m");
        }
        return age.toMinutes() > 0 ? two(age.toMinutes(), "m", age.toSecondsPart(), "s") : age.toSeconds() + "s";
    }

    /** Whole seconds in UTC, empty for none. */
    static String time(Optional<Instant> instant) {
        return instant.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
    }

    /** A number and its noun, e.g. {@code 1 copy}, {@code 2 copies}. */
    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }
}
