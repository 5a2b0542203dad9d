package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** Sends what takes every way through the routes, and holds the steps that were run against the files. */
class RouteCoverageTest extends PackSupport {

    /** Comes after five tries with a back-off, half a minute later. */
    private static final Set<String> NOT_RUN_HERE = Set.of("say-so");

    private final RouteCoverage coverage = new RouteCoverage();

    @Override
    String routes() {
        return OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS;
    }

    @Override
    void prepare(CamelContext context) {
        context.getCamelContextExtension().addInterceptStrategy(coverage);
    }

    @Test
    void everyStepOfEveryRouteIsRun() throws IOException {
        String named = sandbox().completedSnapshotIds("flex-orders").get(0);
        sandbox().faults().add(Fault.first(1, Operation.LIST_FLEX_SNAPSHOTS, new FaultAction.Cut(-1)));
        context.getEndpoint(EVENTS, MockEndpoint.class).whenExchangeReceived(1, exchange -> {
            throw new IOException("nobody listens");
        });

        for (String request : List.of(
                request("untold", "\"plan\":\"flex\""),
                "not json",
                request("shared", "\"plan\":\"shared\""),
                request("flex", "\"plan\":\"flex\""),
                request("named", "\"plan\":\"flex\",\"snapshotId\":\"" + named + "\""))) {
            template.sendBody(REQUESTS, request);
        }
        pack().startSchedules();
        template.requestBody("direct:offsite-preview-copy", request("look", "\"plan\":\"flex\""));
        template.requestBody(
                "direct:offsite-preview-copy",
                request("look-at", "\"plan\":\"flex\",\"snapshotId\":\"" + named + "\""));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(coverage.run()).containsAll(everyStep()));
    }

    private static String request(String id, String fields) {
        return "{\"schema\":1,\"requestId\":\"" + id + "\"," + fields + "}";
    }

    private static Set<String> everyStep() throws IOException {
        Set<String> steps = new TreeSet<>();
        RouteFile.allBelow(Path.of("routes")).forEach(file -> steps.addAll(RouteCoverage.steps(file)));
        steps.removeAll(NOT_RUN_HERE);
        return steps;
    }
}
