package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.sandbox.RateLimit;
import io.atlasoffsite.sandbox.RecordedRequest;
import io.atlasoffsite.sandbox.SandboxOptionsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * A project of 300 clusters with 30 snapshots each, behind a rate limit like Atlas's, only narrower and quicker: 60 calls at once
 * instead of 1,200, so that this side's own limit has something to do.
 */
class ManyClustersTest extends PackSupport {

    private static final int CLUSTERS = 300;
    private static final int SNAPSHOTS = 30;
    private static final int CONSUMERS = 16;
    private static final int MOST_WHEN_KNOWN = 310;
    private static final int MOST_WHEN_UNKNOWN = 610;

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @Override
    SandboxOptionsBuilder options() {
        return super.options()
                .clusters(List.of("none of the samples"))
                .generatedClusters(CLUSTERS)
                .snapshotsPerCluster(SNAPSHOTS)
                .rateLimit(new RateLimit(60, 6000, true));
    }

    @Override
    String access() {
        return "    rate: { burst: 60, perMinute: 5900 }";
    }

    @Test
    void onePassPlansAllCopiesInFewCallsAndIsNeverRefused() {
        List<CopyRequest.OfPlan> clusters = divide(CopyRequest.OfPlan.named("first", "all"));
        assertThat(plan(clusters)).hasSize(CLUSTERS * SNAPSHOTS).doesNotHaveDuplicates();
        assertThat(gets()).hasSizeLessThanOrEqualTo(MOST_WHEN_UNKNOWN);
        assertThat(refused()).isEmpty();

        sandbox().forgetRequests();
        List<CopyRequest.OfPlan> withoutKind = clusters.stream()
                .map(part -> "{\"schema\":1,\"requestId\":\"second/"
                        + part.cluster().orElseThrow() + "\",\"plan\":\"all\",\"cluster\":\""
                        + part.cluster().orElseThrow() + "\"}")
                .flatMap(request -> divide(request).stream())
                .toList();
        assertThat(withoutKind).hasSize(CLUSTERS * SNAPSHOTS);
        assertThat(gets()).hasSizeLessThanOrEqualTo(MOST_WHEN_KNOWN);
        assertThat(refused()).isEmpty();
    }

    @Test
    void f17_sixteenConsumersAtOnceAreNeverRefused() throws Exception {
        List<CopyRequest.OfPlan> clusters = divide(CopyRequest.OfPlan.named("first", "all"));
        ExecutorService consumers = Executors.newFixedThreadPool(CONSUMERS);
        try {
            List<Callable<List<CopyRequest.OfPlan>>> work = new ArrayList<>();
            clusters.forEach(cluster -> work.add(() -> divide(cluster)));
            int copies = 0;
            for (Future<List<CopyRequest.OfPlan>> planned : consumers.invokeAll(work)) {
                copies += planned.get().size();
            }
            assertThat(copies).isEqualTo(CLUSTERS * SNAPSHOTS);
        } finally {
            consumers.shutdownNow();
        }
        assertThat(refused()).isEmpty();
    }

    private List<CopyRequest.OfPlan> plan(List<CopyRequest.OfPlan> clusters) {
        List<CopyRequest.OfPlan> copies = new ArrayList<>();
        clusters.forEach(cluster -> copies.addAll(divide(cluster)));
        return copies;
    }

    private List<CopyRequest.OfPlan> divide(Object request) {
        List<?> parts = template.requestBody("direct:offsite-divide-request", request, List.class);
        return parts.stream().map(CopyRequest.OfPlan.class::cast).toList();
    }

    private List<RecordedRequest> gets() {
        return sandbox().requests().stream()
                .filter(request -> request.method().equals("GET"))
                .toList();
    }

    private List<RecordedRequest> refused() {
        return gets().stream().filter(request -> request.status() == 429).toList();
    }
}
