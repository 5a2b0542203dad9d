package io.atlasoffsite.cli;

import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.plan.ClusterKind;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.route.RequestedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What somebody wants a copy of, as typed. Filled by picocli. */
final class Wanted {

    @Parameters(arity = "0..1", paramLabel = "PLAN", description = "a plan of the configuration")
    private Optional<String> plan = Optional.empty();

    @Option(names = "--snapshot", paramLabel = "ID", description = "this snapshot instead of the newest completed one")
    private Optional<String> snapshot = Optional.empty();

    @Option(
            names = "--atlas",
            paramLabel = "NAME",
            description = "without a plan: the Atlas access (default: the only one)")
    private Optional<String> atlas = Optional.empty();

    @Option(
            names = "--project",
            paramLabel = "ID",
            description = "the project's id; with a plan for every project, one of them")
    private Optional<String> project = Optional.empty();

    @Option(names = "--cluster", paramLabel = "NAME", description = "the cluster; with a plan, one of its clusters")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "without a plan: auto (the default), flex, dedicated, shared or serverless")
    private Optional<String> kind = Optional.empty();

    @Option(
            names = "--store",
            paramLabel = "NAME",
            description = "without a plan: a store; may be given several times (default: the only one)")
    private List<String> stores = List.of();

    /**
     * A request that makes sense.
     *
     * @param request what goes through the route or on the queue
     * @param plan its plan, or the one made up for it
     */
    record Checked(CopyRequest request, Plan plan) {}

    /**
     * Checks what was typed against the configuration.
     *
     * @param config offsite.yaml
     * @param requestId the request's id
     * @return the request
     */
    Checked check(OffsiteConfig config, String requestId) {
        snapshot.ifPresent(Arguments::snapshot);
        cluster.ifPresent(Arguments::cluster);
        return plan.isPresent() ? ofPlan(config, config.plan(plan.get()), requestId) : ofCluster(config, requestId);
    }

    private Checked ofPlan(OffsiteConfig config, Plan named, String requestId) {
        List<String> spelt = new ArrayList<>();
        project.filter(given -> !named.everyProject()).ifPresent(given -> spelt.add("--project"));
        atlas.ifPresent(given -> spelt.add("--atlas"));
        kind.ifPresent(given -> spelt.add("--kind"));
        stores.stream().limit(1).forEach(given -> spelt.add("--store"));
        if (!spelt.isEmpty()) {
            throw CommandFailure.usage("plan " + named.name() + " says already what " + String.join(" and ", spelt)
                    + " would; leave either away");
        }
        if (cluster.isPresent() && !named.covers(cluster.get())) {
            throw CommandFailure.usage("cluster " + cluster.get() + " is not one of plan " + named.name()
                    + "; leave --cluster away, or name one the plan means");
        }
        project.ifPresent(Arguments::project);
        CopyRequest request =
                new CopyRequest.OfPlan(requestId, named.name(), project, cluster, Optional.empty(), snapshot);
        Plan narrow = RequestedPlan.of(config, request);
        if (snapshot.isPresent() && RequestedPlan.many(narrow, request)) {
            throw CommandFailure.usage("plan " + named.name() + " means many clusters; say whose snapshot it is with "
                    + (narrow.everyProject() ? "--project and " : "") + "--cluster");
        }
        return new Checked(request, narrow);
    }

    private Checked ofCluster(OffsiteConfig config, String requestId) {
        if (project.isEmpty() || cluster.isEmpty()) {
            throw CommandFailure.usage("nothing says what to copy; name a plan, or give --project and --cluster");
        }
        Arguments.project(project.get());
        ClusterKind known =
                kind.map(Arguments::kind).flatMap(ClusterKind::ofWord).orElse(ClusterKind.AUTO);
        String access = Arguments.onlyOne(atlas, config.atlas(), "--atlas", "Atlas accesses");
        config.access(access);
        List<String> into = stores.isEmpty()
                ? List.of(Arguments.onlyOne(Optional.empty(), config.stores(), "--store", "stores"))
                : stores.stream().distinct().toList();
        into.forEach(config::store);
        return new Checked(
                new CopyRequest.OfCluster(requestId, access, project.get(), cluster.get(), kind, snapshot, into),
                Plan.adHoc(access, project.get(), cluster.get(), known, into));
    }
}
