package io.atlasoffsite.atlas;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Atlas's {@code Deprecation} and {@code Sunset} headers announce, told once a day (UTC) for each operation. Thread safe.
 */
public final class Retirements {

    private static final int SHOWN = 60;

    private final Clock clock;
    private final Map<String, LocalDate> told = new ConcurrentHashMap<>();

    /**
     * Knows of nothing yet.
     *
     * @param clock tells the day
     */
    public Retirements(Clock clock) {
        this.clock = clock;
    }

    /**
     * What is to be said about an answer.
     *
     * @param call what was asked
     * @param deprecation the header {@code Deprecation}, empty when there was none
     * @param sunset the header {@code Sunset}, empty when there was none
     * @return one sentence; empty when nothing was announced, or it was told today
     */
    public Optional<String> heard(AtlasCall call, Optional<String> deprecation, Optional<String> sunset) {
        if (deprecation.isEmpty() && sunset.isEmpty()) {
            return Optional.empty();
        }
        String what = call.operation()
                + call.kind().map(kind -> " of " + kind + " clusters").orElse("");
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (today.equals(told.put(what, today))) {
            return Optional.empty();
        }
        return Optional.of("Atlas is withdrawing " + what
                + deprecation.map(date -> ", deprecated since " + shown(date)).orElse("")
                + sunset.map(date -> ", gone from " + shown(date)).orElse("")
                + ": move these clusters to a kind Atlas keeps, or look for a newer atlas-offsite");
    }

    private static String shown(String date) {
        String printable = date.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > SHOWN ? printable.substring(0, SHOWN) : printable;
    }
}
