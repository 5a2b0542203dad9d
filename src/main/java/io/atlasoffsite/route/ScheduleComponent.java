package io.atlasoffsite.route;

import java.util.Map;
import org.apache.camel.component.quartz.QuartzComponent;

/**
 * The pack's own scheduler, in memory: one that a host keeps in a database would go on firing for plans that are gone. What a restart
 * forgets, {@code on-missed} makes up for. Bound as a bean, it is started by the first schedule, and not at all without one. Stateless.
 */
final class ScheduleComponent {

    static final String NAME = "offsite-quartz";

    private static final String THREADS = "4";

    private ScheduleComponent() {}

    /**
     * Makes it.
     *
     * @param process what tells this scheduler from all others of the Java process
     */
    static QuartzComponent of(String process) {
        QuartzComponent component = new QuartzComponent();
        component.setAutowiredEnabled(false);
        component.setProperties(Map.of(
                "org.quartz.scheduler.instanceName", "offsite-" + process,
                "org.quartz.scheduler.skipUpdateCheck", "true",
                "org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore",
                "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount", THREADS));
        return component;
    }
}
