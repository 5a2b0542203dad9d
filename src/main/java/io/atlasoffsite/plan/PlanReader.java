package io.atlasoffsite.plan;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** Makes plans from a file that was checked. */
final class PlanReader {

    private PlanReader() {}

    static Plan read(String name, Section plan) {
        return new Plan(
                name,
                plan.text("atlas"),
                plan.text("project"),
                plan.text("cluster"),
                plan.texts("include"),
                plan.texts("exclude"),
                ClusterKind.valueOf(upper(plan, "kind")),
                schedule(plan),
                Plan.SnapshotChoice.valueOf(upper(plan, "snapshot")),
                plan.texts("stores"),
                Plan.Inspection.valueOf(upper(plan, "inspection")),
                plan.duration("deadline"),
                plan.optionalSection("keep").map(PlanReader::keep),
                Plan.PruneMode.valueOf(upper(plan, "prune")),
                plan.optionalDuration("alertAfter"),
                plan.optionalSection("rehearse").map(rehearse -> rehearsal(plan, rehearse)),
                plan.optionalText("endpointId"),
                plan.flag("allowFallback"),
                plan.flag("takeSnapshot"));
    }

    private static Optional<Plan.Schedule> schedule(Section plan) {
        return schedule(plan, plan);
    }

    /** A plan has one time zone, for all its schedules. */
    private static Optional<Plan.Schedule> schedule(Section plan, Section scheduled) {
        return scheduled
                .optionalText("schedule")
                .map(cron -> new Plan.Schedule(cron, ZoneId.of(plan.text("timeZone"))));
    }

    private static Rehearsal rehearsal(Section plan, Section rehearse) {
        return new Rehearsal(
                schedule(plan, rehearse),
                rehearse.optionalText("store"),
                rehearse.optionalText("directory").map(Path::of),
                rehearse.texts("command"),
                rehearse.duration("timeout"),
                rehearse.optionalDuration("alertAfter"));
    }

    private static Plan.Keep keep(Section keep) {
        return new Plan.Keep(
                keep.integer("last"), keep.integer("daily"), keep.integer("weekly"), keep.integer("monthly"));
    }

    private static String upper(Section plan, String key) {
        return plan.text(key).toUpperCase(Locale.ROOT);
    }
}
