package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.SandboxOptionsBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The families Atlas has withdrawn, and the two shapes of dedicated clusters. */
class RetiredApisIT extends JobsSupport {

    @Override
    SandboxOptionsBuilder options() {
        return super.options().sunset(true);
    }

    @ParameterizedTest
    @CsvSource({
        "request-download, m2-legacy, shared, have become flex clusters",
        "list-snapshots, m2-legacy, shared, have become flex clusters",
        "get-snapshot, m2-legacy, shared, have become flex clusters",
        "request-download, serverless-audit, serverless, have become flex or dedicated clusters",
        "list-snapshots, serverless-audit, serverless, have become flex or dedicated clusters",
        "get-snapshot, serverless-audit, serverless, have become flex or dedicated clusters"
    })
    void f20_aWithdrawnFamilySaysWhatReplacedIt(String route, String cluster, String kind, String hint) {
        Map<String, Object> headers = headers(cluster, kind, Duration.ofHours(1));
        OffsiteException failure =
                failure(() -> template.requestBodyAndHeaders("direct:offsite-" + route, null, headers));
        assertThat(failure.reason()).isEqualTo(Reason.API_RETIRED);
        assertThat(failure.status()).isEqualTo(410);
        assertThat(failure.hint()).contains(hint);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void aShardedClustersSnapshotsAreListedByOneGetOnceItsShapeIsKnown() {
        assertThat(list(SHARDED, "dedicated")).isEqualTo(8);
        assertThat(calls(Operation.LIST_SNAPSHOTS)).isOne();
        assertThat(calls(Operation.LIST_SHARDED_SNAPSHOTS)).isOne();
        assertThat(list(SHARDED, "dedicated")).isEqualTo(8);
        assertThat(calls(Operation.LIST_SNAPSHOTS)).isOne();
        assertThat(calls(Operation.LIST_SHARDED_SNAPSHOTS)).isEqualTo(2);
        assertThat(list(REPLICA_SET, "dedicated")).isEqualTo(10);
        assertThat(calls(Operation.LIST_SNAPSHOTS)).isEqualTo(2);
    }

    @Test
    void theShapeComesWithTheKindWhenThatIsFoundOut() {
        assertThat(list(SHARDED, "auto")).isEqualTo(8);
        assertThat(calls(Operation.LIST_SNAPSHOTS)).isZero();
        assertThat(sandbox().requests().stream()
                        .filter(request -> request.method().equals("GET")))
                .hasSize(3);
    }

    @Test
    void oneSnapshotOfAShardedClusterIsFoundToo() {
        Map<String, Object> headers = headers(SHARDED, "dedicated", Duration.ofHours(1));
        template.requestBodyAndHeaders("direct:offsite-get-snapshot", null, headers);
        template.requestBodyAndHeaders("direct:offsite-get-snapshot", null, headers);
        assertThat(calls(Operation.GET_SNAPSHOT)).isOne();
        assertThat(calls(Operation.GET_SHARDED_SNAPSHOT)).isEqualTo(2);
    }

    @Test
    void aClusterNeitherPathKnowsIsRefusedAfterTwo() {
        always(Operation.LIST_SNAPSHOTS, FaultAction.Reply.error(400, "INCORRECT_BACKUP_API_ENDPOINT"));
        OffsiteException failure = failure(() -> list(REPLICA_SET, "dedicated"));
        assertThat(failure.code()).isEqualTo("INCORRECT_BACKUP_API_ENDPOINT");
        assertThat(calls(Operation.LIST_SNAPSHOTS) + calls(Operation.LIST_SHARDED_SNAPSHOTS))
                .isEqualTo(2);
    }

    private int list(String cluster, String kind) {
        return template.requestBodyAndHeaders(
                        "direct:offsite-list-snapshots", null, headers(cluster, kind, Duration.ofHours(1)), List.class)
                .size();
    }
}
