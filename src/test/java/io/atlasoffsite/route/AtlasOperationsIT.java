package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.atlas.AtlasCall;
import io.atlasoffsite.atlas.AtlasCalls;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.RecordedRequest;
import io.atlasoffsite.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operations of Atlas's reference, each over HTTP: its path, the version asked for, and what is read out of the reply. */
class AtlasOperationsIT extends JobsSupport {

    @ParameterizedTest
    @CsvSource({
        "flex-orders, flex, GET_FLEX_SNAPSHOT, 2024-11-13",
        "m2-legacy, shared, GET_SHARED_SNAPSHOT, 2023-01-01",
        "rs-billing, dedicated, GET_SNAPSHOT, 2023-01-01",
        "sharded-events, dedicated, GET_SHARDED_SNAPSHOT, 2023-01-01",
        "serverless-audit, serverless, GET_SERVERLESS_SNAPSHOT, 2023-01-01"
    })
    void oneSnapshotOfEveryKindIsReturned(String cluster, String kind, Operation operation, String version) {
        Snapshot snapshot = template.requestBodyAndHeaders(
                "direct:offsite-get-snapshot", null, headers(cluster, kind), Snapshot.class);

        assertThat(snapshot.id()).isEqualTo(newest(cluster));
        assertWhole(snapshot, kind);
        assertAsked(operation, version);
    }

    @ParameterizedTest
    @CsvSource({
        "flex-orders, flex, LIST_FLEX_SNAPSHOTS, 2024-11-13",
        "m2-legacy, shared, LIST_SHARED_SNAPSHOTS, 2023-01-01",
        "rs-billing, dedicated, LIST_SNAPSHOTS, 2023-01-01",
        "sharded-events, dedicated, LIST_SHARDED_SNAPSHOTS, 2023-01-01",
        "serverless-audit, serverless, LIST_SERVERLESS_SNAPSHOTS, 2023-01-01"
    })
    void theSnapshotsOfEveryKindAreListedInOneModel(String cluster, String kind, Operation operation, String version) {
        List<?> listed = template.requestBodyAndHeaders(
                "direct:offsite-list-snapshots", null, headers(cluster, kind), List.class);

        List<Snapshot> completed = listed.stream()
                .map(Snapshot.class::cast)
                .filter(Snapshot::completed)
                .toList();
        assertThat(completed)
                .extracting(Snapshot::id)
                .containsExactlyInAnyOrderElementsOf(sandbox().completedSnapshotIds(cluster));
        assertThat(completed).allSatisfy(snapshot -> assertWhole(snapshot, kind));
        assertAsked(operation, version);
    }

    @ParameterizedTest
    @CsvSource({
        "flex-orders, flex, DOWNLOAD_FLEX, GET_FLEX_RESTORE, 2024-11-13",
        "m2-legacy, shared, DOWNLOAD_SHARED, GET_SHARED_RESTORE, 2023-01-01",
        "rs-billing, dedicated, CREATE_RESTORE, GET_RESTORE, 2023-01-01",
        "sharded-events, dedicated, CREATE_RESTORE, GET_RESTORE, 2023-01-01"
    })
    void aDownloadIsRequestedAndItsJobAskedFor(
            String cluster, String kind, Operation request, Operation look, String version) {
        Map<String, Object> headers = headers(cluster, kind);

        DownloadJob ready = await(request(headers), headers);

        assertThat(ready.ready()).isTrue();
        assertThat(ready.snapshotId()).isEqualTo(newest(cluster));
        assertAsked(request, version);
        assertAsked(look, version);
    }

    @ParameterizedTest
    @CsvSource({
        "flex-orders, flex, LIST_FLEX_RESTORES, 2024-11-13",
        "m2-legacy, shared, LIST_SHARED_RESTORES, 2023-01-01",
        "rs-billing, dedicated, LIST_RESTORES, 2023-01-01",
        "serverless-audit, serverless, LIST_SERVERLESS_RESTORES, 2023-01-01"
    })
    void theJobsOfEveryKindAreListed(String cluster, String kind, Operation operation, String version) {
        ClusterKind family = ClusterKind.ofCode(kind).orElseThrow();
        call(AtlasCalls.listJobs(family, Sandbox.PROJECT, cluster));
        assertAsked(operation, version);
    }

    @ParameterizedTest
    @CsvSource({
        "flex-orders, flex, LIST_FLEX_CLUSTERS, GET_FLEX_CLUSTER, 2024-11-13",
        "rs-billing, dedicated, LIST_CLUSTERS, GET_CLUSTER, 2024-08-05",
        "serverless-audit, serverless, LIST_SERVERLESS, GET_SERVERLESS, 2023-01-01"
    })
    void clustersAreListedAndOneIsReturned(String cluster, String kind, Operation list, Operation one, String version) {
        ClusterKind family = ClusterKind.ofCode(kind).orElseThrow();
        call(AtlasCalls.listClusters(family, Sandbox.PROJECT));
        call(AtlasCalls.getCluster(family, Sandbox.PROJECT, cluster));
        assertAsked(list, version);
        assertAsked(one, version);
    }

    @Test
    void projectsAreListedAndOneIsReturned() {
        List<?> projects = template.requestBodyAndHeaders(
                "direct:offsite-list-projects", null, Map.of(Headers.ATLAS, "sandbox"), List.class);
        assertThat(projects.contains(Sandbox.PROJECT)).isTrue();
        call(AtlasCalls.getProject(Sandbox.PROJECT));
        assertAsked(Operation.LIST_GROUPS, "2023-01-01");
        assertAsked(Operation.GET_GROUP, "2023-01-01");
    }

    private void call(AtlasCall call) {
        Object reply = template.requestBodyAndHeaders(
                "direct:offsite-call-atlas", call, Map.of(Headers.ATLAS, "sandbox", Headers.PROJECT, Sandbox.PROJECT));
        assertThat(reply).isNotNull();
    }

    private Map<String, Object> headers(String cluster, String kind) {
        return headers(cluster, kind, Duration.ofHours(1));
    }

    private static void assertWhole(Snapshot snapshot, String kind) {
        boolean tenant = kind.equals("flex") || kind.equals("shared");
        assertThat(snapshot.kind().code()).isEqualTo(kind);
        assertThat(snapshot.takenAt()).isPresent();
        assertThat(snapshot.expiresAt()).isPresent();
        assertThat(snapshot.mongodbVersion()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
        assertThat(snapshot.storageSizeBytes().isPresent()).isEqualTo(!tenant);
        assertThat(snapshot.json()).contains(snapshot.id(), tenant ? "finishTime" : "createdAt");
    }

    private void assertAsked(Operation operation, String version) {
        List<RecordedRequest> asked = sandbox().requests(operation);
        assertThat(asked)
                .as(operation.id())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.headers().get("accept"))
                        .containsExactly("application/vnd.atlas." + version + "+json"));
    }
}
