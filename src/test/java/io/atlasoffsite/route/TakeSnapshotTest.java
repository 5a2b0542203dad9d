package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Snapshots that are taken because a plan says so. */
class TakeSnapshotTest extends PackSupport {

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @Test
    void aSnapshotIsTakenAndWaitedFor() {
        Snapshot taken = taken("a", Instant.MAX);

        assertThat(taken.completed()).isTrue();
        assertThat(taken.snapshotType()).isEqualTo("onDemand");
        assertThat(taken.json()).contains("atlas-offsite a");
        assertThat(sandbox().requests(Operation.TAKE_SNAPSHOT)).hasSize(1);
    }

    @Test
    void f38_aRequestThatComesAgainFindsTheSnapshotItHas() {
        Snapshot first = taken("a", Instant.MAX);

        assertThat(taken("a", Instant.MAX).id()).isEqualTo(first.id());
        assertThat(taken("b", Instant.MAX).id()).isNotEqualTo(first.id());
        assertThat(sandbox().requests(Operation.TAKE_SNAPSHOT)).hasSize(2);
    }

    @Test
    void f20_aRefusalIsTheFailure() {
        sandbox().faults().add(Fault.always(Operation.TAKE_SNAPSHOT, FaultAction.Reply.error(403, "")));

        assertThat(refused("rs-billing", "a", Instant.MAX).reason()).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void f22_aSnapshotThatIsNotCompletedByTheDeadlineIsAFailure() {
        OffsiteException late = refused("rs-billing", "a", Instant.EPOCH);

        assertThat(late.reason()).isEqualTo(Reason.DOWNLOAD_FAILED);
        assertThat(late.retryable()).isTrue();
    }

    @Test
    void onlyDedicatedClustersHaveSnapshotsTaken() {
        OffsiteException refusal = refused("flex-orders", "a", Instant.MAX);

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(refusal).hasMessageContaining("flex-orders is flex");
        assertThat(sandbox().requests(Operation.TAKE_SNAPSHOT)).isEmpty();
    }

    private Snapshot taken(String requestId, Instant deadline) {
        Exchange ended = take("rs-billing", requestId, deadline);
        assertThat(ended.getException()).isNull();
        return ended.getMessage().getBody(Snapshot.class);
    }

    private OffsiteException refused(String cluster, String requestId, Instant deadline) {
        return (OffsiteException) take(cluster, requestId, deadline).getException();
    }

    private Exchange take(String cluster, String requestId, Instant deadline) {
        Map<String, Object> headers = Map.of(
                Headers.ATLAS,
                "sandbox",
                Headers.PROJECT,
                Sandbox.PROJECT,
                Headers.CLUSTER,
                cluster,
                Headers.REQUEST_ID,
                requestId,
                Headers.DEADLINE,
                deadline.toString());
        return template.request(
                "direct:offsite-take-snapshot",
                exchange -> exchange.getMessage().setHeaders(new HashMap<>(headers)));
    }
}
