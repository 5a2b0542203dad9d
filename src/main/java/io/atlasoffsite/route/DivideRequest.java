package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.Cluster;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps that make many requests out of one. Thread safe. */
final class DivideRequest {

    private static final Logger LOG = LoggerFactory.getLogger(DivideRequest.class);

    private final OffsiteConfig config;
    private final Requests requests;
    private final ResolveCopy resolve;
    private final MissingSnapshots missing;
    private final Tally tally;

    DivideRequest(OffsiteConfig config, Json json, ResolveCopy resolve, MissingSnapshots missing, Tally tally) {
        this.config = config;
        this.requests = new Requests(json);
        this.resolve = resolve;
        this.missing = missing;
        this.tally = tally;
    }

    /**
     * How far a division has come.
     *
     * @param request what is divided
     * @param plan its plan, as narrow as it makes it
     * @param projects those still to look into, the one being looked into first
     * @param parts the requests so far
     */
    private record Division(CopyRequest.OfPlan request, Plan plan, List<String> projects, List<CopyRequest> parts) {

        Division in(List<String> found) {
            return new Division(request, plan, List.copyOf(found), parts);
        }

        /** The project being looked into is done. */
        Division with(Stream<CopyRequest> more) {
            return new Division(
                    request,
                    plan,
                    projects.subList(1, projects.size()),
                    Stream.concat(parts.stream(), more).toList());
        }
    }

    /** Body in: a request; body out, when it means one copy already: the list with itself. */
    void begin(Exchange exchange) {
        resolve.readRequest(exchange);
        CopyRequest request = Exchanges.body(exchange, CopyRequest.class);
        Plan plan = RequestedPlan.of(config, request);
        headers(exchange.getMessage(), request, plan);
        if (!(request instanceof CopyRequest.OfPlan named) || !RequestedPlan.many(plan, request)) {
            exchange.setVariable(Variables.LOOK_FOR, "nothing");
            exchange.getMessage().setBody(List.of(request));
            return;
        }
        if (named.snapshotId().isPresent()) {
            throw OffsiteException.because(
                            Reason.INVALID_REQUEST,
                            "the request names a snapshot of plan " + plan.name() + ", but no cluster")
                    .hint("name the snapshot's cluster in the request, too")
                    .build();
        }
        boolean clusters = plan.everyProject() || plan.everyCluster();
        exchange.setVariable(Variables.DIVISION, new Division(named, plan, List.of(), List.of()));
        exchange.setVariable(Variables.LOOK_FOR, clusters ? "clusters" : "snapshots");
        exchange.setVariable(Variables.PROJECTS, plan.everyProject() ? List.of() : List.of(plan.project()));
    }

    /** Variable in: the projects, listed or the one the plan names. */
    void noteProjects(Exchange exchange) {
        List<?> found = Exchanges.variable(exchange, Variables.PROJECTS, List.class);
        exchange.removeVariable(Variables.PROJECTS);
        put(
                exchange,
                division(exchange).in(found.stream().map(String.class::cast).toList()));
    }

    void nextProject(Exchange exchange) {
        Division division = division(exchange);
        exchange.getMessage().setHeader(Headers.PROJECT, division.projects().get(0));
        exchange.getMessage().setHeader(Headers.KIND, division.plan().kind().word());
    }

    void noteClusters(Exchange exchange) {
        Division division = division(exchange);
        String project = division.projects().get(0);
        List<?> found = Exchanges.variable(exchange, Variables.CLUSTERS, List.class);
        exchange.removeVariable(Variables.CLUSTERS);
        Stream<CopyRequest> parts = found.stream()
                .map(Cluster.class::cast)
                .filter(cluster -> division.plan().covers(cluster.name()))
                .map(cluster -> division.request()
                        .forCluster(project, cluster.name(), cluster.kind().code()));
        put(exchange, division.with(parts));
    }

    /** One project of many that refuses holds up no other: it gets a request of its own, which may become a letter of its own. */
    void setProjectAside(Exchange exchange) {
        OffsiteException refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
        Division division = division(exchange);
        if (!division.plan().everyProject()) {
            throw refusal;
        }
        String project = division.projects().get(0);
        LOG.info(
                "project {} of plan {} is left for later: {}",
                project,
                division.plan().name(),
                refusal.getMessage());
        put(exchange, division.with(Stream.of(division.request().forProject(project))));
    }

    void nameClusters(Exchange exchange) {
        Division division = division(exchange);
        exchange.removeVariable(Variables.DIVISION);
        boolean oneOfMany = division.request().project().isPresent()
                && config.plan(division.plan().name()).everyProject();
        if (division.parts().isEmpty() && !oneOfMany) {
            throw OffsiteException.because(
                            Reason.NOT_FOUND, "plan " + division.plan().name() + " finds no cluster to copy")
                    .hint("check the plan's project, cluster, include, exclude and kind, and what offsite check says"
                            + " the access sees")
                    .retryable(true)
                    .build();
        }
        conclude(exchange, division.plan(), division.parts());
    }

    void nameSnapshots(Exchange exchange) throws IOException {
        Division division = division(exchange);
        exchange.removeVariable(Variables.DIVISION);
        List<Snapshot> listed = ChooseSnapshot.snapshots(exchange.getVariable(Variables.SNAPSHOTS));
        exchange.removeVariable(Variables.SNAPSHOTS);
        List<CopyRequest> parts = new ArrayList<>();
        List<Snapshot> lacking = missing.of(division.plan(), listed);
        tally.missing(division.plan(), lacking);
        for (Snapshot snapshot : lacking) {
            parts.add(division.request().forSnapshot(snapshot.id()));
        }
        conclude(exchange, division.plan(), parts);
    }

    /** Body in: one of the requests; body out: its JSON, ready for the queue. */
    void address(Exchange exchange) {
        CopyRequest request = Exchanges.body(exchange, CopyRequest.class);
        exchange.getMessage().setHeaders(Broker.headers(request, RequestedPlan.of(config, request)));
        exchange.getMessage().setBody(requests.write(request));
    }

    private static void conclude(Exchange exchange, Plan plan, List<CopyRequest> parts) {
        LOG.info("plan {}, {}: {} requests", plan.name(), plan.cluster(), parts.size());
        exchange.getMessage().setBody(List.copyOf(parts));
    }

    private static void headers(Message message, CopyRequest request, Plan plan) {
        Headers.tell(message, request, plan);
        message.removeHeader(Headers.SNAPSHOT_ID);
    }

    private static void put(Exchange exchange, Division division) {
        exchange.setVariable(Variables.DIVISION, division);
        exchange.setVariable(Variables.MORE_PROJECTS, !division.projects().isEmpty());
    }

    private static Division division(Exchange exchange) {
        return Exchanges.variable(exchange, Variables.DIVISION, Division.class);
    }
}
