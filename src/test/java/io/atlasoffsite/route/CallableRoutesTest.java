package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.restore.Verdict;
import io.atlasoffsite.sandbox.Sandbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The pack without its triggers, as a command or an embedding application runs it, by the contract of docs/routes.md. */
class CallableRoutesTest extends PackSupport {

    private static final Map<String, Object> CLUSTER = Map.of(
            Headers.ATLAS,
            "sandbox",
            Headers.PROJECT,
            Sandbox.PROJECT,
            Headers.CLUSTER,
            "flex-orders",
            "HostHeader",
            "kept");

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @Test
    void withoutTriggersEveryRouteWaitsToBeCalled() throws Exception {
        List<String> callable = RouteDocument.read().routes().stream()
                .map(name -> name.replaceFirst("direct:", ""))
                .sorted()
                .toList();

        assertThat(routeIds()).isEqualTo(callable);
        assertThat(context.getStatus().isStarted()).isTrue();
    }

    @Test
    void aRequestAsJsonBecomesACopyInEveryStoreOfItsPlan() {
        CopyResult result = template.requestBody(
                "direct:offsite-copy-snapshot",
                "{\"schema\":1,\"requestId\":\"r1\",\"plan\":\"flex\"}",
                CopyResult.class);

        assertThat(result.complete()).isTrue();
        assertThat(manifests("one")).hasSize(1);
        assertThat(manifests("two")).hasSize(1);
    }

    @Test
    void copiesAreVerifiedByNameByPlanOrAll() {
        template.requestBody("direct:offsite-copy-snapshot", "{\"schema\":1,\"requestId\":\"r1\",\"plan\":\"flex\"}");
        template.requestBody("direct:offsite-copy-snapshot", "{\"schema\":1,\"requestId\":\"r2\",\"plan\":\"shared\"}");

        assertThat(verified(null, Map.of())).hasSize(3);
        assertThat(verified("flex@latest", Map.of())).extracting(Verdict::store).containsExactly("one", "two");
        assertThat(verified("two:flex@latest", Map.of()))
                .extracting(Verdict::store)
                .containsExactly("two");
        assertThat(verified("", Map.of(Headers.PLAN, "shared"))).hasSize(1);
        assertThat(verified(null, Map.of(Headers.STORES, "one"))).hasSize(2);
        assertThatExceptionOfType(CamelExecutionException.class)
                .isThrownBy(() -> verified("shared@latest", Map.of(Headers.STORES, "two")))
                .satisfies(thrown -> assertThat(thrown.getCause())
                        .isInstanceOfSatisfying(
                                OffsiteException.class,
                                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND)));
    }

    private List<Verdict> verified(String copy, Map<String, Object> headers) {
        Verification verification =
                template.requestBodyAndHeaders("direct:offsite-verify-copies", copy, headers, Verification.class);
        assertThat(verification.verdicts()).allMatch(verdict -> verdict.outcome() == Verdict.Outcome.WHOLE);
        return verification.verdicts();
    }

    @Test
    void aListLeavesNoHeaderOfCamelAndKeepsTheCallers() {
        Exchange answered = template.request(
                "direct:offsite-list-snapshots",
                exchange -> exchange.getMessage().setHeaders(new HashMap<>(CLUSTER)));

        assertThat(answered.getException()).isNull();
        assertThat(answered.getMessage().getHeaders().keySet())
                .containsExactlyInAnyOrder(Headers.ATLAS, Headers.PROJECT, Headers.CLUSTER, Headers.KIND, "HostHeader");
        assertThat(answered.getMessage().getHeader(Headers.KIND)).isEqualTo(ClusterKind.FLEX.code());
        assertThat(answered.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(8)
                .hasOnlyElementsOfType(Snapshot.class);
    }

    @Test
    void headersOfTheCallerSteerNoCall() {
        Map<String, Object> hostile = new HashMap<>(CLUSTER);
        hostile.put("CamelHttpUri", "http://127.0.0.1:1/elsewhere");
        hostile.put("CamelHttpPath", "/elsewhere");
        hostile.put("CamelHttpQuery", "elsewhere=1");
        hostile.put("CamelHttpMethod", "DELETE");

        Object body = template.requestBodyAndHeaders("direct:offsite-list-snapshots", null, hostile);

        assertThat(body).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(8);
    }
}
