package io.atlasoffsite.route;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.plan.Rehearsal;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;

/** Makes one route out of a template for each schedule of a plan: of its copies, and of its rehearsals. */
final class Schedules {

    private final CamelContext context;
    private final OffsiteConfig config;

    Schedules(CamelContext context, OffsiteConfig config) {
        this.context = context;
        this.config = config;
    }

    void start() {
        for (Plan plan : config.plans().values()) {
            plan.schedule().ifPresent(schedule -> start("offsite-on-schedule", plan, schedule));
            plan.rehearse()
                    .flatMap(Rehearsal::schedule)
                    .ifPresent(schedule -> start("offsite-on-rehearsal-schedule", plan, schedule));
        }
    }

    private void start(String template, Plan plan, Plan.Schedule schedule) {
        TemplatedRouteBuilder.builder(context, template)
                .routeId(template + "-" + plan.name())
                .parameter("plan", plan.name())
                .parameter("cron", schedule.cron().strip().replaceAll("\\s+", "+"))
                .parameter("timeZone", schedule.timeZone().getId())
                .add();
    }
}
