package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptionsBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** Sends what takes every way through the routes, and holds the steps that were run against the files. */
class RouteCoverageTest extends PackSupport {

    /** The one comes after five tries with a back-off, half a minute later, the other when a look is broken off. */
    private static final Set<String> NOT_RUN_HERE = Set.of("say-so", "say-not-looked");

    private static final String GIVEN_UP = "say-given-up";

    private final RouteCoverage coverage = new RouteCoverage();

    @Override
    String routes() {
        return OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS;
    }

    @Override
    boolean looksBack() {
        return true;
    }

    @Override
    SandboxOptionsBuilder options() {
        return super.options().restoreTargets(true);
    }

    @Override
    String more() {
        return InAtlasSupport.allowed();
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

        context.getEndpoint(COPIED, MockEndpoint.class).whenExchangeReceived(1, exchange -> {
            throw new IOException("nobody takes over");
        });
        for (String request : List.of(
                request("untold", "\"plan\":\"flex\""),
                "not json",
                request("shared", "\"plan\":\"shared\""),
                request("flex", "\"plan\":\"flex\""),
                request("named", "\"plan\":\"flex\",\"snapshotId\":\"" + named + "\""))) {
            template.sendBody(REQUESTS, request);
        }
        sandbox().faults().add(Fault.first(1, Operation.LIST_CLUSTERS, FaultAction.Reply.error(403, "")));
        sandbox().faults().add(Fault.first(1, Operation.LIST_SERVERLESS, FaultAction.Reply.error(410, "")));
        sandbox().faults().add(Fault.first(1, Operation.TAKE_SNAPSHOT, FaultAction.Reply.error(403, "")));
        template.sendBody(REQUESTS, request("refused", "\"plan\":\"taken\""));
        template.sendBody(REQUESTS, request("taken", "\"plan\":\"taken\""));
        template.sendBody(REQUESTS, request("everywhere", "\"plan\":\"everywhere\""));
        template.sendBody(REQUESTS, request("all", "\"plan\":\"all\",\"cluster\":\"flex-orders\""));
        pack().startSchedules();
        template.requestBody("direct:offsite-report-status", (Object) null);
        template.requestBody("direct:offsite-preview-copy", request("look", "\"plan\":\"flex\""));
        template.requestBody(
                "direct:offsite-preview-copy",
                request("look-at", "\"plan\":\"flex\",\"snapshotId\":\"" + named + "\""));

        template.requestBody("direct:offsite-verify-copies", null, Object.class);

        // What Atlas refuses from here on is meant for what is asked here, not for a copy that is still under way.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> manifests("one").stream()
                        .anyMatch(path -> path.toString().contains("rs-billing")));
        downloadFromDedicatedClusters();
        restoreCopies();
        restoreInAtlas();

        Set<String> steps = everyStep();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(coverage.run())
                        .containsAll(steps.stream()
                                .filter(step -> !step.endsWith(GIVEN_UP))
                                .toList()));
        interruptRehearsals();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(coverage.run()).containsAll(steps));
    }

    /** As when the service goes down; the schedule brings them. */
    private void interruptRehearsals() {
        context.getEndpoint(EVENTS, MockEndpoint.class).whenAnyExchangeReceived(exchange -> {
            if (exchange.getMessage().getBody(String.class).contains("\"restore\":\"rehearsal\"")) {
                throw new InterruptedIOException("going down");
            }
        });
    }

    /** A sharded cluster nobody knows yet, a job that is refused, lost, and at last cannot be deleted. */
    private void downloadFromDedicatedClusters() {
        Map<String, Object> headers = dedicated();
        ask("list-snapshots", null, headers);
        first(Operation.GET_SHARDED_SNAPSHOT, FaultAction.Reply.error(400, "INCORRECT_BACKUP_API_ENDPOINT"));
        ask("get-snapshot", null, headers);
        first(Operation.CREATE_RESTORE, FaultAction.Reply.error(400, "CANNOT_DOWNLOAD_JOB_IN_PROGRESS"));
        first(Operation.GET_RESTORE, FaultAction.Reply.error(400, "CANNOT_DOWNLOAD_EXPIRED_JOB"));
        Object asked = ask("request-download", null, headers).getMessage().getBody();
        ask("await-download", asked, headers);
        Object again = ask("request-download", null, headers).getMessage().getBody();
        first(Operation.CANCEL_RESTORE, FaultAction.Reply.error(403, ""));
        ask("end-download", again, headers);
    }

    /** One that is answered, one whose answer is lost, one that is only looked at, and one that is refused. */
    private void restoreCopies() {
        String wish = "\"into\":\"there\",\"replyTo\":\"offsite.replies\",\"newest\":{\"plan\":\"flex\"}";
        context.getEndpoint("mock:reply:offsite.replies", MockEndpoint.class).whenExchangeReceived(2, exchange -> {
            throw new IOException("no such queue");
        });
        // The first may be the one whose event nobody hears.
        ask("copy-snapshot", request("to-restore", "\"plan\":\"flex\""), Map.of());
        ask("copy-snapshot", request("to-restore", "\"plan\":\"flex\""), Map.of());
        template.sendBody(RESTORES, request("restore", wish));
        template.sendBody(RESTORES, request("restore", wish));
        template.requestBody(
                "direct:offsite-preview-restore", request("look-first", wish.replace("there", "elsewhere")));
        template.sendBody(RESTORES, request("refused-restore", wish));
    }

    /** One that is answered, one that names its snapshot, one that Atlas refuses, one without a target, and one whose job is lost. */
    private void restoreInAtlas() {
        String named = "\"snapshotId\":\""
                + sandbox().completedSnapshotIds("rs-billing").get(1) + "\"";
        template.sendBody(
                ATLAS_RESTORE_REQUESTS,
                inAtlas("in-1", "rs-staging", "\"newest\":true,\"replyTo\":\"offsite.replies\""));
        ask("preview-in-atlas", inAtlas("in-2", "rs-staging", named), Map.of());
        first(Operation.CREATE_RESTORE, FaultAction.Reply.error(403, "CANNOT_RESTORE_TO_TARGET"));
        template.sendBody(ATLAS_RESTORE_REQUESTS, inAtlas("in-3", "rs-staging", named));
        template.sendBody(ATLAS_RESTORE_REQUESTS, inAtlas("in-4", "rs-missing", named));
        first(Operation.GET_RESTORE, FaultAction.Reply.error(404, "RESTORE_JOB_NOT_FOUND"));
        template.sendBody(ATLAS_RESTORE_REQUESTS, inAtlas("in-5", "rs-staging", named));
    }

    private static String inAtlas(String id, String target, String choice) {
        String place = Sandbox.RESTORE_PROJECT + "/" + target;
        return request(
                id,
                "\"atlas\":\"sandbox\",\"project\":\"" + Sandbox.PROJECT + "\",\"cluster\":\"rs-billing\"," + choice
                        + ",\"target\":{\"project\":\"" + Sandbox.RESTORE_PROJECT + "\",\"cluster\":\"" + target
                        + "\"},\"confirm\":\"" + place + "\",\"notAfter\":\"2999-01-01T00:00:00Z\"");
    }

    private Exchange ask(String route, Object body, Map<String, Object> headers) {
        return template.request("direct:offsite-" + route, exchange -> {
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            exchange.getMessage().setBody(body);
        });
    }

    private void first(Operation operation, FaultAction action) {
        sandbox().faults().add(Fault.first(1, operation, action));
    }

    private Map<String, Object> dedicated() {
        return Map.of(
                Headers.ATLAS,
                "sandbox",
                Headers.PROJECT,
                Sandbox.PROJECT,
                Headers.CLUSTER,
                "sharded-events",
                Headers.KIND,
                "dedicated",
                Headers.SNAPSHOT_ID,
                sandbox().completedSnapshotIds("sharded-events").get(0),
                Headers.STORES,
                "one",
                Headers.DEADLINE,
                Instant.now().plusSeconds(2).toString());
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
