package io.atlasoffsite.route;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;

/** Makes one route out of the template {@code offsite-on-schedule} for each plan with a schedule. */
final class Schedules {

    private final CamelContext context;
    private final OffsiteConfig config;

    Schedules(CamelContext context, OffsiteConfig config) {
        this.context = context;
        this.config = config;
    }

    void start() {
        for (Plan plan : config.plans().values()) {
            plan.schedule()
                    .ifPresent(schedule -> TemplatedRouteBuilder.builder(context, "offsite-on-schedule")
                            .routeId("offsite-on-schedule-" + plan.name())
                            .parameter("plan", plan.name())
                            .parameter("cron", schedule.cron().strip().replaceAll("\\s+", "+"))
                            .parameter("timeZone", schedule.timeZone().getId())
                            .add());
        }
    }
}
