package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.route.Headers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Tries every Atlas access and what the plans want of it, by reading only. */
final class AtlasChecks {

    private static final List<ClusterKind> FAMILIES =
            List.of(ClusterKind.FLEX, ClusterKind.DEDICATED, ClusterKind.SERVERLESS);
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
                findings.attempt(what, "project " + plan.project(), () -> project(access, plan.project(), found));
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

    private String project(String access, String project, TreeSet<String> clusters) throws Exception {
        String name = ask(access, AtlasCalls.getProject(project)).path("name").asText("");
        for (ClusterKind family : FAMILIES) {
            clusters.addAll(names(access, project, family));
        }
        return (name.isEmpty() ? "" : name + ": ")
                + Human.count(clusters.size(), "cluster", "clusters")
                + (clusters.isEmpty() ? "" : " (" + String.join(", ", clusters) + ")");
    }

    private List<String> names(String access, String project, ClusterKind family) throws Exception {
        try {
            List<String> names = new ArrayList<>();
            for (JsonNode cluster :
                    ask(access, AtlasCalls.listClusters(family, project)).path("results")) {
                names.add(cluster.path("name").asText(""));
            }
            return names;
        } catch (OffsiteException refusal) {
            boolean gone =
                    family.sunset() && (refusal.reason() == Reason.API_RETIRED || refusal.reason() == Reason.NOT_FOUND);
            if (gone) {
                return List.of();
            }
            throw refusal;
        }
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
