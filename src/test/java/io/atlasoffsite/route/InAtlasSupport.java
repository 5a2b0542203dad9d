package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.RestoredCluster;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptionsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Restores in Atlas against the sandbox, whose second project has a target for each kind of cluster. */
abstract class InAtlasSupport extends PackSupport {

    static final String REPLICA_SET = "rs-billing";
    static final String STAGING = "rs-staging";

    private final PackClock clock = new PackClock(new HurriedClock(Clock.systemUTC(), 20));

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @Override
    PackClock clock() {
        return clock;
    }

    @Override
    SandboxOptionsBuilder options() {
        return super.options().restoreTargets(true);
    }

    @Override
    String more() {
        return allowed();
    }

    /** The part of offsite.yaml that lets the sandbox's targets be wiped. */
    static String allowed() {
        return """
            , inAtlas: { enabled: true, ledger: one, targets: [
                { project: %1$s, cluster: flex-staging, allowProtected: true }, { project: %1$s, cluster: m2-staging },
                { project: %1$s, cluster: rs-staging }, { project: %1$s, cluster: rs-old },
                { project: %1$s, cluster: rs-paused }, { project: %1$s, cluster: rs-missing },
                { project: %1$s, cluster: sharded-staging }, { project: %1$s, cluster: sharded-small },
                { project: %1$s, cluster: serverless-staging },
                { project: %2$s, cluster: rs-billing, allowProtected: true } ] }""".formatted(Sandbox.RESTORE_PROJECT, Sandbox.PROJECT);
    }

    final AtlasRestoreRequest request(String id, String cluster, String target) {
        return request(id, cluster, target, new AtlasRestoreRequest.Newest());
    }

    final AtlasRestoreRequest request(String id, String cluster, String target, AtlasRestoreRequest.Choice choice) {
        AtlasRestoreRequest.Target to = new AtlasRestoreRequest.Target(Sandbox.RESTORE_PROJECT, target);
        return new AtlasRestoreRequest(
                id,
                "sandbox",
                Sandbox.PROJECT,
                cluster,
                Optional.empty(),
                choice,
                to,
                Optional.of(to.toString()),
                clock.instant().plus(Duration.ofMinutes(15)),
                Optional.empty());
    }

    final AtlasRestoreRequest toStaging(String id) {
        return request(id, REPLICA_SET, STAGING);
    }

    final Exchange send(Object request) {
        return template.request(
                "direct:offsite-restore-in-atlas",
                exchange -> exchange.getMessage().setBody(request));
    }

    final RestoreResult restored(Object request) {
        Exchange ended = send(request);
        assertThat(ended.getException()).isNull();
        return ended.getMessage().getBody(RestoreResult.class);
    }

    final OffsiteException refused(Object request) {
        Exception failure = send(request).getException();
        assertThat(failure).isInstanceOf(OffsiteException.class);
        return (OffsiteException) failure;
    }

    /** How often a cluster of the targets' project was wiped. */
    final int wiped(String target) {
        return sandbox().restoredClusters().stream()
                .filter(cluster -> cluster.cluster().equals(target))
                .mapToInt(RestoredCluster::restores)
                .sum();
    }

    final String newest(String cluster) {
        List<String> completed = sandbox().completedSnapshotIds(cluster);
        return completed.get(completed.size() - 1);
    }

    final int calls(Operation operation) {
        return sandbox().requests(operation).size();
    }

    final void first(Operation operation, FaultAction action) {
        sandbox().faults().add(Fault.first(1, operation, action));
    }

    final void always(Operation operation, FaultAction action) {
        sandbox().faults().add(Fault.always(operation, action));
    }

    /** What the audit log says, a text for each line: the outcome, and the reason where there is one. */
    final List<String> audited() {
        Path file = store("data").resolve(AuditLog.FILE);
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(InAtlasSupport::audited)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String audited(String line) {
        try {
            JsonNode tree = new ObjectMapper().readTree(line);
            assertThat(tree.path("action").asText()).isEqualTo("restore-in-atlas");
            assertThat(Instant.parse(tree.path("time").asText())).isNotNull();
            String reason = tree.path("reason").asText();
            return tree.path("outcome").asText() + (reason.isEmpty() ? "" : " " + reason);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
