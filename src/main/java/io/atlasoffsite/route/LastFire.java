package io.atlasoffsite.route;

import io.atlasoffsite.plan.Plan;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** When a schedule was last due: the way back that Quartz's own expression does not have. Stateless. */
final class LastFire {

    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);

    private LastFire() {}

    /**
     * Looks back further and further until there is a fire.
     *
     * @param schedule a valid expression and whose clock it follows
     * @param now the latest fire that counts, UTC
     * @param longest how far to look back
     * @return the last time the schedule was due, now included; empty when it was not within that time
     */
    static Optional<Instant> of(Plan.Schedule schedule, Instant now, Duration longest) {
        CronExpression cron = expression(schedule);
        Duration back = FIRST_LOOK;
        while (true) {
            Duration look = back.compareTo(longest) < 0 ? back : longest;
            Optional<Instant> last = lastBetween(cron, now.minus(look), now);
            if (last.isPresent() || look.equals(longest)) {
                return last;
            }
            back = back.multipliedBy(2);
        }
    }

    /** The range without its first moment. There is nothing in its newer half but in the first look, so the walk is short. */
    private static Optional<Instant> lastBetween(CronExpression cron, Instant from, Instant to) {
        Date latest = Date.from(to);
        Date last = null;
        Date next = cron.getTimeAfter(Date.from(from));
        while (next != null && !next.after(latest)) {
            last = next;
            next = cron.getTimeAfter(next);
        }
        return Optional.ofNullable(last).map(Date::toInstant);
    }

    private static CronExpression expression(Plan.Schedule schedule) {
        try {
            CronExpression cron = new CronExpression(schedule.cron());
            cron.setTimeZone(TimeZone.getTimeZone(schedule.timeZone()));
            return cron;
        } catch (ParseException impossible) {
            throw new IllegalStateException("a schedule that was checked is no cron expression", impossible);
        }
    }
}
