package io.atlasoffsite.cli;

import io.atlasoffsite.atlas.Cluster;
import io.atlasoffsite.plan.ClusterKind;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.route.Failures;
import io.atlasoffsite.route.Headers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks Atlas through the pack's routes which clusters there are. Thread safe. */
final class ClusterFinder implements Promises.Finder {

    private final Pack pack;

    ClusterFinder(Pack pack) {
        this.pack = pack;
    }

    @Override
    public Map<Promises.Place, ClusterKind> find(Plan plan) throws InterruptedException {
        Map<Promises.Place, ClusterKind> found = new TreeMap<>();
        List<?> projects = plan.everyProject()
                ? ask("direct:offsite-list-projects", Map.of(Headers.ATLAS, plan.atlas()))
                : List.of(plan.project());
        for (Object project : projects) {
            Map<String, Object> headers = Map.of(Headers.ATLAS, plan.atlas(), Headers.PROJECT, project);
            for (Object item : ask("direct:offsite-list-clusters", headers)) {
                Cluster cluster = (Cluster) item;
                found.put(
                        new Promises.Place(project.toString(), cluster.name()),
                        ClusterKind.ofWord(cluster.kind().code()).orElse(ClusterKind.AUTO));
            }
        }
        return found;
    }

    private List<?> ask(String route, Map<String, Object> headers) throws InterruptedException {
        try {
            return (List<?>) pack.ask(route, null, headers);
        } catch (RuntimeException known) {
            throw known;
        } catch (Exception failure) {
            if (Failures.interrupted(failure)) {
                throw new InterruptedException("interrupted while Atlas was asked");
            }
            throw new IllegalStateException("the route " + route + " failed", failure);
        }
    }
}
