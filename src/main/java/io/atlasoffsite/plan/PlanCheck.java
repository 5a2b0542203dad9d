package io.atlasoffsite.plan;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quartz.CronExpression;

/** Checks of plans and of in-Atlas restores that a schema cannot express. */
final class PlanCheck {

    private static final String CRON =
            "write six fields: second minute hour day month weekday, one of the two days a ?,"
                    + " e.g. \"0 15 4 * * ?\"";

    private final Problems problems;

    PlanCheck(Problems problems) {
        this.problems = problems;
    }

    void check(Section root) {
        Set<String> accesses = root.named("atlas").keySet();
        Map<String, Section> stores = root.named("stores");
        root.named("plans").values().forEach(plan -> {
            plan.optionalText("atlas").ifPresent(name -> known(plan.path("atlas"), "atlas", name, accesses));
            references(plan, stores);
            clusters(plan);
            schedule(plan);
            plan.optionalSection("rehearse").ifPresent(rehearse -> rehearsal(plan, rehearse));
            onDemand(plan);
            retention(plan);
        });
        restore(root, stores);
    }

    private void references(Section plan, Map<String, Section> stores) {
        int index = 0;
        for (String name : plan.texts("stores")) {
            known(Keys.of(plan.path("stores"), index++), "stores", name, stores.keySet());
        }
    }

    private void known(String key, String where, String name, Set<String> names) {
        if (!names.contains(name)) {
            String nearest = Text.nearest(name, names)
                    .map(word -> "did you mean " + word + "?")
                    .orElse("add it there");
            problems.add(key, "\"" + Text.sanitized(name) + "\" is not among " + where, nearest);
        }
    }

    private void clusters(Section plan) {
        if (plan.text("cluster").equals(Plan.EVERY_CLUSTER)) {
            return;
        }
        for (String key : new String[] {"include", "exclude"}) {
            if (!plan.texts(key).isEmpty()) {
                problems.add(plan.path(key), "has no effect on one cluster", "write cluster: \"*\", or remove it");
            }
        }
    }

    private void onDemand(Section plan) {
        if (!plan.flag("takeSnapshot")) {
            return;
        }
        String kind = plan.text("kind");
        if (!kind.equals("auto") && !kind.equals("dedicated")) {
            problems.add(
                    plan.path("takeSnapshot"),
                    "is for dedicated clusters only, but kind is " + kind,
                    "remove it, or set kind: dedicated");
        }
        if (plan.text("snapshot").equals("all")) {
            problems.add(
                    plan.path("takeSnapshot"),
                    "takes one snapshot, but snapshot is all",
                    "remove one of the two; a plan of its own can do the other");
        }
    }

    private void schedule(Section plan) {
        plan.optionalText("timeZone").ifPresent(name -> zone(plan.path("timeZone"), name));
        if (plan.has("schedule")) {
            cron(plan.path("schedule"), plan.text("schedule"));
            if (!plan.has("alertAfter")) {
                problems.add(
                        plan.path("alertAfter"), "is missing, but the plan has a schedule", "add e.g. alertAfter: 26h");
            }
        }
    }

    private void rehearsal(Section plan, Section rehearse) {
        if (rehearse.has("schedule")) {
            cron(rehearse.path("schedule"), rehearse.text("schedule"));
        }
        rehearse.optionalText("store")
                .filter(name -> !plan.texts("stores").contains(name))
                .ifPresent(name -> problems.add(
                        rehearse.path("store"), "is no store of the plan", "name one of the plan's stores"));
    }

    private void zone(String key, String name) {
        try {
            ZoneId.of(name);
        } catch (DateTimeException unknown) {
            problems.add(key, "is no time zone", "write e.g. UTC or Europe/Berlin");
        }
    }

    private void cron(String key, String expression) {
        if (expression.trim().split("\\s+").length == 5) {
            problems.add(key, "has five fields, but Quartz wants six", CRON);
            return;
        }
        try {
            if (new CronExpression(expression).getNextValidTimeAfter(new Date(0)) == null) {
                problems.add(key, "never fires", CRON);
            }
        } catch (ParseException | RuntimeException broken) {
            // Quartz answers some broken expressions with other exceptions than the declared one.
            problems.add(key, "is no Quartz cron expression", CRON);
        }
    }

    private void retention(Section plan) {
        if (plan.text("prune").equals("auto") && !plan.has("keep")) {
            problems.add(plan.path("keep"), "is missing, but prune is auto", "add e.g. keep: { last: 3, daily: 7 }");
        }
        plan.optionalSection("keep").ifPresent(keep -> {
            int all = keep.integer("last") + keep.integer("daily") + keep.integer("weekly") + keep.integer("monthly");
            if (all == 0 && !problems.touch(keep.path())) {
                problems.add(keep.path(), "keeps nothing", "set last to 1 or more, or remove keep to keep all");
            }
        });
    }

    private void restore(Section root, Map<String, Section> stores) {
        Section inAtlas = root.section("restore").section("inAtlas");
        inAtlas.optionalText("ledger")
                .ifPresent(name -> known(inAtlas.path("ledger"), "stores", name, stores.keySet()));
        if (inAtlas.flag("enabled") && !inAtlas.has("ledger")) {
            problems.add(
                    inAtlas.path("ledger"),
                    "is missing, but inAtlas is enabled",
                    "name the store that remembers restores");
        }
        if (inAtlas.flag("enabled") && inAtlas.texts("targets").isEmpty()) {
            problems.add(
                    inAtlas.path("targets"), "is empty, but inAtlas is enabled", "list the clusters that may be wiped");
        }
        inAtlas.listed("targets").forEach(target -> unprotected(root, target));
    }

    private void unprotected(Section root, Section target) {
        String guards = root.named("plans").entrySet().stream()
                .filter(plan -> protects(plan.getValue(), target))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        if (!guards.isEmpty() && !target.flag("allowProtected")) {
            problems.add(
                    target.path(),
                    "is a cluster the plan " + guards + " looks after",
                    "remove it, or add allowProtected: true if it may be wiped");
        }
    }

    private static boolean protects(Section plan, Section target) {
        return List.of(Plan.EVERY_PROJECT, target.text("project")).contains(plan.text("project"))
                && Plan.covers(
                        plan.text("cluster"), plan.texts("include"), plan.texts("exclude"), target.text("cluster"));
    }
}
