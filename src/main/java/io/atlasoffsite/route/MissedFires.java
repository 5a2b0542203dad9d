package io.atlasoffsite.route;

import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * The step that makes up for fires nobody heard: the request of every plan's last due fire, under the very id the
 * schedule gives it. The broker drops those it has seen; of those it has forgotten, what is copied is not copied again. Thread safe.
 */
final class MissedFires {

    /** An older fire is not made up: by then somebody has noticed, and the next one is near. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final OffsiteConfig config;
    private final Clock clock;

    MissedFires(OffsiteConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    void find(Exchange exchange) {
        Instant now = clock.instant();
        List<CopyRequest> due = config.plans().values().stream()
                .flatMap(plan -> lastDue(plan, now).stream())
                .toList();
        exchange.getMessage().setBody(due);
    }

    private static Optional<CopyRequest> lastDue(Plan plan, Instant now) {
        return plan.schedule()
                .flatMap(schedule -> LastFire.of(schedule, now, LONGEST))
                .map(fire -> MakeRequest.ofFire(plan, fire));
    }
}
