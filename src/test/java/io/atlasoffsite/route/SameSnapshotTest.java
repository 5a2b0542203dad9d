package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Outcome;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests for one snapshot at once, which no broker keeps apart. */
class SameSnapshotTest extends PackSupport {

    private static final int REQUESTS_AT_ONCE = 16;

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @ParameterizedTest
    @ValueSource(strings = {"flex-orders", "rs-billing"})
    void f39_sixteenRequestsForOneSnapshotAtOnceFetchItOnce(String cluster) throws Exception {
        List<CopyResult> results = copyAtOnce(cluster);

        assertThat(sandbox().requests(Operation.DOWNLOAD)).hasSize(1);
        assertThat(manifests("one")).hasSize(1);
        assertThat(results).hasSize(REQUESTS_AT_ONCE).allMatch(CopyResult::complete);
        assertThat(results.stream().flatMap(result -> result.outcomes().stream()))
                .extracting(CopyOutcome::outcome)
                .filteredOn(Outcome.COPIED::equals)
                .hasSize(1);
    }

    @Test
    void aRequestThatFailedLeavesTheTurnToTheNext() {
        sandbox().faults().add(Fault.first(1, Operation.DOWNLOAD_FLEX, FaultAction.Reply.raw(403, "text/plain", "no")));
        Exchange exchange = copy("flex-orders", 1);
        assertThat(exchange.getException()).isNotNull();

        assertThat(copy("flex-orders", 2).getException()).isNull();
        assertThat(manifests("one")).hasSize(1);
    }

    @Test
    void aCallerWhoTriesAgainInTheSameExchangeDoesNotWaitForItself() {
        sandbox().faults().add(Fault.first(1, Operation.DOWNLOAD_FLEX, FaultAction.Reply.raw(403, "text/plain", "no")));
        Exchange exchange = context.getEndpoint("direct:offsite-copy-snapshot").createExchange();
        exchange.getMessage().setBody(request("flex-orders", 1));
        template.send("direct:offsite-copy-snapshot", exchange);
        assertThat(exchange.getException()).isNotNull();

        exchange.setException(null);
        exchange.getMessage().setBody(request("flex-orders", 1));
        template.send("direct:offsite-copy-snapshot", exchange);

        assertThat(exchange.getException()).isNull();
        assertThat(manifests("one")).hasSize(1);
    }

    private List<CopyResult> copyAtOnce(String cluster) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(REQUESTS_AT_ONCE);
        CountDownLatch begin = new CountDownLatch(REQUESTS_AT_ONCE);
        try {
            List<CompletableFuture<CopyResult>> answers = IntStream.range(0, REQUESTS_AT_ONCE)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> {
                                begin.countDown();
                                awaitAll(begin);
                                return copy(cluster, number).getMessage().getBody(CopyResult.class);
                            },
                            callers))
                    .toList();
            List<CopyResult> results = new ArrayList<>();
            for (CompletableFuture<CopyResult> answer : answers) {
                results.add(answer.get());
            }
            return results;
        } finally {
            callers.shutdownNow();
        }
    }

    private static void awaitAll(CountDownLatch begin) {
        try {
            begin.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Exchange copy(String cluster, int number) {
        return template.request(
                "direct:offsite-copy-snapshot",
                exchange -> exchange.getMessage().setBody(request(cluster, number)));
    }

    private static String request(String cluster, int number) {
        return "{\"schema\":1,\"requestId\":\"same-" + number + "\",\"atlas\":\"sandbox\",\"project\":\""
                + Sandbox.PROJECT + "\",\"cluster\":\"" + cluster
                + "\",\"stores\":[\"one\"]}";
    }
}
