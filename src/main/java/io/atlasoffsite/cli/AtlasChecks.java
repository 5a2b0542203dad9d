package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.Cluster;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.route.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Tries every Atlas access and what the plans want of it, by reading only. */
final class AtlasChecks {

    private static final String ROUTE = "direct:offsite-call-atlas";

    private final Pack pack;
    private final OffsiteConfig config;
    private final Findings findings;

    AtlasChecks(Pack pack, OffsiteConfig config, Findings findings) {
        this.pack = pack;
        this.config = config;
        this.findings = findings;
    }

    void run() throws InterruptedException {
        for (String access : config.atlas().keySet()) {
            String what = "atlas " + access;
            if (findings.attempt(what, "log in", () -> logIn(access))) {
                run(access, what);
            }
        }
    }

    private void run(String access, String what) throws InterruptedException {
        Map<String, TreeSet<String>> projects = new LinkedHashMap<>();
        for (Plan plan : config.plans().values()) {
            if (!plan.atlas().equals(access)) {
                continue;
            }
            TreeSet<String> clusters = projects.get(plan.project());
            if (clusters == null) {
                TreeSet<String> found = new TreeSet<>();
                clusters = found;
                projects.put(plan.project(), found);
                String where = plan.everyProject() ? "every project" : "project " + plan.project();
                findings.attempt(what, where, () -> look(access, plan, found));
            }
            cluster(plan, clusters);
        }
    }

    /** Anybody who may log in may ask this; with plans, one of their projects is what counts. */
    private String logIn(String access) throws Exception {
        JsonNode projects = ask(access, AtlasCalls.listProjects());
        int seen = projects.path("results").size();
        return config.access(access).baseUrl() + ", sees " + Human.count(seen, "project", "projects");
    }

    private String look(String access, Plan plan, TreeSet<String> clusters) throws Exception {
        if (!plan.everyProject()) {
            return project(access, plan.project(), clusters);
        }
        List<?> projects = (List<?>) pack.ask("direct:offsite-list-projects", null, Map.of(Headers.ATLAS, access));
        for (Object project : projects) {
            clusters.addAll(names(access, project.toString()));
        }
        return Human.count(projects.size(), "project", "projects") + ", "
                + Human.count(clusters.size(), "cluster", "clusters");
    }

    private String project(String access, String project, TreeSet<String> clusters) throws Exception {
        String name = ask(access, AtlasCalls.getProject(project)).path("name").asText("");
        clusters.addAll(names(access, project));
        return (name.isEmpty() ? "" : name + ": ")
                + Human.count(clusters.size(), "cluster", "clusters")
                + (clusters.isEmpty() ? "" : " (" + String.join(", ", clusters) + ")");
    }

    private List<String> names(String access, String project) throws Exception {
        Map<String, Object> headers = Map.of(Headers.ATLAS, access, Headers.PROJECT, project);
        List<?> clusters = (List<?>) pack.ask("direct:offsite-list-clusters", null, headers);
        return clusters.stream().map(Cluster.class::cast).map(Cluster::name).toList();
    }

    private void cluster(Plan plan, TreeSet<String> clusters) {
        String what = "plan " + plan.name();
        long meant = clusters.stream().filter(plan::covers).count();
        if (meant > 0) {
            findings.ok(
                    what, "clusters", plan.everyCluster() ? Human.count(meant, "cluster", "clusters") : plan.cluster());
        } else if (!clusters.isEmpty()) {
            findings.warn(
                    what,
                    "clusters",
                    "project " + plan.project() + " has no cluster " + plan.cluster()
                            + " that this plan means; correct the plan, or make the cluster");
        }
    }

    private JsonNode ask(String access, AtlasCall call) throws Exception {
        return (JsonNode) pack.ask(ROUTE, call, Map.of(Headers.ATLAS, access));
    }
}
