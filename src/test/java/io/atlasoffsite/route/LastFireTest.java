package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.plan.Plan;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronExpression;

class LastFireTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "0 15 4 * * ?, 2026-08-02T12:00:00Z, 2026-08-02T04:15:00Z",
        "0 15 4 * * ?, 2026-08-02T04:15:00Z, 2026-08-02T04:15:00Z",
        "0 15 4 * * ?, 2026-08-02T04:14:59.999Z, 2026-08-01T04:15:00Z",
        "* * * * * ?, 2026-08-02T12:00:00.5Z, 2026-08-02T12:00:00Z",
        "0 0 0 ? * SUN, 2026-08-08T23:59:00Z, 2026-08-02T00:00:00Z",
        "0 0 12 * * ? 2026, 2026-08-02T11:00:00Z, 2026-08-01T12:00:00Z",
    })
    void theLastTimeAScheduleWasDueIsFound(String cron, Instant now, Instant last) {
        assertThat(last(cron, "UTC", now)).contains(last);
    }

    @Test
    void whatWasDueMoreThanAWeekAgoIsNotMadeUp() {
        assertThat(last("0 0 0 1 * ?", "UTC", Instant.parse("2026-08-08T00:00:01Z")))
                .isEmpty();
        assertThat(last("0 0 0 1 * ?", "UTC", Instant.parse("2026-08-07T23:59:59Z")))
                .isPresent();
        assertThat(last("0 0 0 1 1 ? 2099", "UTC", Instant.parse("2026-08-08T00:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Europe/Berlin, 2026-08-02T02:15:00Z", "America/New_York, 2026-08-02T08:15:00Z"})
    void aScheduleFollowsTheClockOfItsTimeZone(String zone, Instant last) {
        assertThat(last("0 15 4 * * ?", zone, Instant.parse("2026-08-02T12:00:00Z")))
                .contains(last);
    }

    /** Clocks go forward on 29 March and back on 25 October; half past two is not there, and there twice. */
    @ParameterizedTest(name = "{0} around {1}")
    @CsvSource({
        "0 30 2 * * ?, 2026-03-28T12:00:00Z",
        "0 30 2 * * ?, 2026-10-24T12:00:00Z",
        "0 0/30 * * * ?, 2026-03-28T12:00:00Z",
        "0 0/30 * * * ?, 2026-10-24T12:00:00Z",
        "0 0 0 * * ?, 2026-10-24T12:00:00Z"
    })
    void f44_aroundDaylightSavingTheLastFireIsOneThatQuartzFires(String cron, Instant from) throws ParseException {
        TreeSet<Instant> fires = fires(cron, from.minus(Duration.ofDays(2)), from.plus(Duration.ofDays(2)));

        for (int minutes = 0; minutes < 2 * 24 * 60; minutes += 10) {
            Instant now = from.plus(Duration.ofMinutes(minutes));
            assertThat(last(cron, "Europe/Berlin", now)).as(now.toString()).contains(fires.floor(now));
        }
    }

    /** As a trigger goes from one fire to the next. */
    private static TreeSet<Instant> fires(String cron, Instant from, Instant to) throws ParseException {
        CronExpression expression = new CronExpression(cron);
        expression.setTimeZone(TimeZone.getTimeZone("Europe/Berlin"));
        TreeSet<Instant> fires = new TreeSet<>();
        Date next = expression.getTimeAfter(Date.from(from));
        while (next.toInstant().isBefore(to)) {
            fires.add(next.toInstant());
            next = expression.getTimeAfter(next);
        }
        return fires;
    }

    private static Optional<Instant> last(String cron, String zone, Instant now) {
        return LastFire.of(new Plan.Schedule(cron, ZoneId.of(zone)), now, WEEK);
    }
}
