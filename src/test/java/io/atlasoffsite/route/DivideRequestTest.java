package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What requests for many copies consist of. */
class DivideRequestTest extends PackSupport {

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @Test
    void aPlanForEveryClusterIsOneRequestPerClusterWithItsKind() {
        List<CopyRequest.OfPlan> parts = divide("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\"}");

        assertThat(parts)
                .extracting(
                        part -> part.cluster().orElseThrow() + " " + part.kind().orElseThrow())
                .containsExactlyInAnyOrder(
                        "flex-orders flex",
                        "m2-legacy shared",
                        "rs-billing dedicated",
                        "sharded-events dedicated",
                        "serverless-audit serverless");
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.project()).contains(Sandbox.PROJECT))
                .extracting(CopyRequest::requestId)
                .contains("r/" + Sandbox.PROJECT + "/flex-orders")
                .doesNotHaveDuplicates();
    }

    @Test
    void dividingTwiceGivesTheSameRequests() {
        String request = "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\"}";

        assertThat(divide(request)).isEqualTo(divide(request));
    }

    @Test
    void includeAndExcludeDecideWhichClustersAreMeant() {
        assertThat(divide("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"some\"}"))
                .extracting(part -> part.cluster().orElseThrow())
                .containsExactlyInAnyOrder("flex-orders", "rs-billing", "sharded-events");
    }

    @Test
    void aPlanForEveryProjectLooksInEachAndMindsNoEmptyOne() {
        assertThat(divide("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"everywhere\"}"))
                .singleElement()
                .satisfies(part -> assertThat(part.project()).contains(Sandbox.PROJECT))
                .satisfies(part -> assertThat(part.cluster()).contains("flex-orders"));
    }

    @Test
    void oneOfManyProjectsThatRefusesGetsARequestOfItsOwn() {
        sandbox().faults().add(Fault.first(1, Operation.LIST_FLEX_CLUSTERS, FaultAction.Reply.error(403, "")));

        List<CopyRequest.OfPlan> parts = divide("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"everywhere\"}");

        assertThat(parts).singleElement().satisfies(part -> {
            assertThat(part.requestId()).isEqualTo("r/" + Sandbox.PROJECT);
            assertThat(part.cluster()).isEmpty();
        });
        assertThat(divide(parts.get(0)))
                .extracting(part -> part.cluster().orElseThrow())
                .containsExactly("flex-orders");
    }

    @Test
    void nothingFoundAtAllIsAFailure() {
        refused("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"none\"}", failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
            assertThat(failure).hasMessage("plan none finds no cluster to copy");
        });
    }

    @Test
    void aProjectThatIsRefusedIsAFailureOfAPlanForIt() {
        sandbox().faults().add(Fault.first(1, Operation.LIST_CLUSTERS, FaultAction.Reply.error(403, "")));

        refused(
                "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\"}",
                failure -> assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN));
    }

    @Test
    void f20_aWithdrawnFamilyHasNoClustersAndIsNoFailure() {
        sandbox().faults().add(Fault.always(Operation.LIST_SERVERLESS, FaultAction.Reply.error(410, "VERSION_GONE")));

        assertThat(divide("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\"}"))
                .extracting(part -> part.cluster().orElseThrow())
                .hasSize(4)
                .doesNotContain("serverless-audit");
    }

    @Test
    void allIsOneRequestPerSnapshotFirstToExpireFirst() {
        List<CopyRequest.OfPlan> parts = divide(cluster("flex-orders"));

        assertThat(parts)
                .extracting(part -> part.snapshotId().orElseThrow())
                .containsExactlyElementsOf(sandbox().completedSnapshotIds("flex-orders"));
        assertThat(parts.get(0).requestId())
                .isEqualTo("r/" + parts.get(0).snapshotId().orElseThrow());
    }

    @Test
    void fallbackSnapshotsAreNotAmongAll() {
        List<String> completed = sandbox().completedSnapshotIds("rs-billing");

        assertThat(divide(cluster("rs-billing"))).hasSize(completed.size() - 1);
    }

    @Test
    void aSnapshotThatEveryStoreHasIsNotAskedForAgainAndOneThatAStoreLacksIs() {
        List<String> completed = sandbox().completedSnapshotIds("flex-orders");
        copy("{\"schema\":1,\"requestId\":\"c\",\"plan\":\"flex\",\"snapshotId\":\"" + completed.get(0) + "\"}");
        copy("{\"schema\":1,\"requestId\":\"d\",\"plan\":\"often\",\"snapshotId\":\"" + completed.get(1) + "\"}");

        assertThat(divide(cluster("flex-orders")))
                .extracting(part -> part.snapshotId().orElseThrow())
                .containsExactlyElementsOf(completed.subList(1, completed.size()));
    }

    @Test
    void aRequestForOneCopyIsItsOwnOnlyPart() {
        assertThat(divide("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"flex\"}"))
                .containsExactly(CopyRequest.OfPlan.named("r", "flex"));
    }

    @Test
    void aRequestForManyIsNoCopyByItself() {
        assertThatThrownBy(() -> copy("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\"}"))
                .hasRootCauseMessage("plan every does not mean one snapshot of one cluster by this request");
    }

    @Test
    void aProjectThePlanDoesNotMeanIsRefused() {
        refused(
                "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\",\"project\":\"" + "a".repeat(24) + "\"}",
                failure -> assertThat(failure.reason()).isEqualTo(Reason.INVALID_REQUEST));
    }

    @Test
    void f27_pagesAreFollowedWhateverHostTheirLinksName() {
        String elsewhere = "https://cloud-elsewhere.example.com/api/atlas/v2/groups/" + Sandbox.PROJECT
                + "/flexClusters?itemsPerPage=500&pageNum=2";
        sandbox().faults().add(Fault.first(1, Operation.LIST_FLEX_CLUSTERS, page(elsewhere, "one-more")));

        assertThat(divide("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\"}"))
                .extracting(part -> part.cluster().orElseThrow())
                .contains("one-more");
        assertThat(sandbox().requests(Operation.LIST_FLEX_CLUSTERS)).hasSize(2);
    }

    @Test
    void f27_pagesThatLeadRoundInACircleEndAsAFailure() {
        String itself = "https://cloud.mongodb.com/api/atlas/v2/groups/" + Sandbox.PROJECT
                + "/flexClusters?itemsPerPage=500&pageNum=1";
        sandbox().faults().add(Fault.always(Operation.LIST_FLEX_CLUSTERS, page(itself, "again")));

        refused(
                "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\"}",
                failure -> assertThat(failure).hasMessage("the pages of list-clusters lead round in a circle"));
        assertThat(sandbox().requests(Operation.LIST_FLEX_CLUSTERS)).hasSize(1);
    }

    @Test
    void f27_anEmptyPageIsNoEnd() {
        String second = "https://cloud.mongodb.com/api/atlas/v2/groups/" + Sandbox.PROJECT
                + "/flexClusters?itemsPerPage=500&pageNum=1&includeCount=true";
        String empty = "{\"links\":[{\"rel\":\"next\",\"href\":\"" + second + "\"}],\"results\":[]}";
        sandbox().faults().add(Fault.first(1, Operation.LIST_FLEX_CLUSTERS, json(empty)));

        assertThat(divide("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\"}"))
                .extracting(part -> part.cluster().orElseThrow())
                .contains("flex-orders");
    }

    @Test
    void f21_aClusterWithoutAUsableNameIsAFailureAndReachesNoPath() {
        sandbox()
                .faults()
                .add(Fault.first(1, Operation.LIST_FLEX_CLUSTERS, json("{\"results\":[{\"name\":\"../x\"}]}")));

        refused(
                "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"every\"}",
                failure -> assertThat(failure.reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE));
    }

    private static FaultAction page(String next, String name) {
        return json(
                "{\"links\":[{\"rel\":\"next\",\"href\":\"" + next + "\"}],\"results\":[{\"name\":\"" + name + "\"}]}");
    }

    private static FaultAction json(String body) {
        return FaultAction.Reply.raw(200, "application/json", body);
    }

    private static String cluster(String name) {
        return "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"all\",\"cluster\":\"" + name + "\"}";
    }

    private void copy(String request) {
        assertThat(template.requestBody("direct:offsite-copy-snapshot", request, CopyResult.class)
                        .complete())
                .isTrue();
    }

    private List<CopyRequest.OfPlan> divide(Object request) {
        try {
            List<?> parts = template.requestBody("direct:offsite-divide-request", request, List.class);
            return parts.stream().map(CopyRequest.OfPlan.class::cast).toList();
        } catch (CamelExecutionException failure) {
            throw new AssertionError(failure.getCause());
        }
    }

    private void refused(String request, Consumer<OffsiteException> check) {
        Exchange ended = template.request(
                "direct:offsite-divide-request",
                exchange -> exchange.getMessage().setBody(request));
        assertThat(ended.getException()).isInstanceOfSatisfying(OffsiteException.class, check::accept);
    }
}
