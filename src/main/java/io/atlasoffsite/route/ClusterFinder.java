package io.atlasoffsite.route;

import io.atlasoffsite.atlas.Cluster;
import io.atlasoffsite.plan.ClusterKind;
import io.atlasoffsite.plan.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;

/** Asks Atlas through the pack's routes which clusters there are. Thread safe. */
public final class ClusterFinder implements Promises.Finder {

    private final ProducerTemplate template;

    /**
     * Asks through the routes of a context.
     *
     * @param context where the pack's routes run; not null
     */
    public ClusterFinder(CamelContext context) {
        this.template = context.createProducerTemplate();
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
        Exchange answered = template.send(
                route, ExchangePattern.InOut, exchange -> exchange.getMessage().setHeaders(new HashMap<>(headers)));
        if (Failures.interrupted(answered.getException())) {
            throw new InterruptedException("interrupted while Atlas was asked");
        }
        if (answered.getException() != null) {
            throw Failures.typed(answered.getException());
        }
        return answered.getMessage().getBody(List.class);
    }
}
