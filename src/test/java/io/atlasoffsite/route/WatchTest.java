package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** What the pack writes into the host's metrics, and answers about itself. */
class WatchTest extends PackSupport {

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Override
    String routes() {
        return OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS;
    }

    @Override
    void host(CamelContext context) {
        context.getRegistry().bind("metricsRegistry", MeterRegistry.class, meters);
    }

    @Test
    void aCopyIsCountedOnceForEachStoreAndItsAgeIsKnown() {
        copy("r1");

        assertThat(copies("flex", "one", "copied")).isEqualTo(1);
        assertThat(copies("flex", "two", "copied")).isEqualTo(1);
        assertThat(meters.get("offsite.copy.bytes")
                        .tags("plan", "flex", "store", "one")
                        .counter()
                        .count())
                .isEqualTo(status().at("/outcomes/0/bytes").asDouble())
                .isPositive();
        assertThat(meters.get("offsite.copy")
                        .tags("plan", "flex", "store", "two")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("offsite.newest.copy.taken.timestamp.seconds")
                        .tags("plan", "flex", "cluster", "flex-orders", "store", "two")
                        .gauge()
                        .value())
                .isGreaterThan(1.5e9);
        assertThat(meters.get("offsite.atlas.requests")
                        .tags("operation", "list-snapshots", "status", "200")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.find("offsite.uncopied.expires.timestamp.seconds").gauges())
                .isEmpty();
        assertThat(meters.get("offsite.transfers.active").gauge().value()).isZero();
    }

    @Test
    void aCopyThatIsThereAlreadyIsSkippedAndMovesNothing() {
        copy("r1");
        double before = meters.get("offsite.transfer.bytes").functionCounter().count();
        copy("r2");

        assertThat(copies("flex", "one", "skipped")).isEqualTo(1);
        assertThat(copies("flex", "one", "copied")).isEqualTo(1);
        assertThat(meters.get("offsite.transfer.bytes").functionCounter().count())
                .isEqualTo(before);
    }

    @Test
    void aRequestThatFailsIsCountedForEachStoreAndAsALetterAndWhatExpiresIsKnown() {
        sandbox().faults().add(Fault.always(Operation.DOWNLOAD_FLEX, FaultAction.Reply.error(403, "")));

        template.sendBody(REQUESTS, "{\"schema\":1,\"requestId\":\"r1\",\"plan\":\"flex\"}");

        MockEndpoint letters = context.getEndpoint(DEAD + ".forbidden", MockEndpoint.class);
        await().until(() -> letters.getReceivedCounter() == 1);
        await().untilAsserted(() -> assertThat(copies("flex", "two", "failed")).isEqualTo(1));
        assertThat(copies("flex", "one", "failed")).isEqualTo(1);
        assertThat(meters.get("offsite.letters")
                        .tag("reason", "forbidden")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("offsite.uncopied.expires.timestamp.seconds")
                        .tags("plan", "flex", "cluster", "flex-orders")
                        .gauge()
                        .value())
                .isGreaterThan(1.5e9);
        assertThat(status().at("/outcomes/0/reason").asText()).isEqualTo("forbidden");
        assertThat(status().at("/outcomes/0/summary").asText()).isNotBlank();
    }

    @Test
    void beforeAnythingHappensEveryPlansCountersAreZero() {
        assertThat(copies("shared", "one", "failed")).isZero();
        assertThat(copies("flex", "two", "copied")).isZero();
    }

    @Test
    void theLookAtTheStartFindsWhatIsMissingAndALaterOneKeepsWhatIsKnownOfAStoreThatIsAway() throws IOException {
        await().until(() -> status().has("lookedAt"));
        assertThat(stateOf("often")).isEqualTo("missing");

        copy("r1", "often");
        assertThat(stateOf("often")).isEqualTo("fresh");

        Path away = store("one").resolveSibling("away");
        Files.move(store("one"), away);
        template.requestBody("direct:offsite-look-at-stores", (Object) null);

        assertThat(stateOf("often")).isEqualTo("unknown");
        assertThat(of("often").path("newestTakenAt").asText()).isNotBlank();
        assertThat(meters.get("offsite.newest.copy.taken.timestamp.seconds")
                        .tag("plan", "often")
                        .gauge()
                        .value())
                .isGreaterThan(1.5e9);

        Files.move(away, store("one"));
        template.requestBody("direct:offsite-look-at-stores", (Object) null);
        assertThat(stateOf("often")).isEqualTo("fresh");
    }

    @Test
    void restoresAreCountedByHowTheyEnd() {
        assertThat(restores("restored")).isZero();
        copy("r1");

        template.sendBody(
                RESTORES, "{\"schema\":1,\"requestId\":\"r2\",\"newest\":{\"plan\":\"flex\"},\"into\":\"a\"}");
        template.sendBody(
                RESTORES, "{\"schema\":1,\"requestId\":\"r3\",\"newest\":{\"plan\":\"flex\"},\"into\":\"a\"}");

        await().untilAsserted(() -> assertThat(restores("restored")).isEqualTo(1));
        await().untilAsserted(() -> assertThat(restores("failed")).isEqualTo(1));
    }

    private double restores(String outcome) {
        return meters.get("offsite.restores")
                .tags("restore", "offsite", "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void theHostsRegistryIsLeftAsItWas() throws IOException {
        meters.counter("hosts.own");
        pack().close();

        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .containsExactly("hosts.own");
    }

    private void copy(String requestId) {
        copy(requestId, "flex");
    }

    private void copy(String requestId, String plan) {
        template.requestBody(
                "direct:offsite-copy-snapshot",
                "{\"schema\":1,\"requestId\":\"" + requestId + "\",\"plan\":\"" + plan + "\"}");
    }

    private double copies(String plan, String store, String outcome) {
        return meters.get("offsite.copies")
                .tags("plan", plan, "store", store, "outcome", outcome)
                .counter()
                .count();
    }

    private JsonNode status() {
        return template.requestBody("direct:offsite-report-status", null, JsonNode.class);
    }

    private String stateOf(String plan) {
        return of(plan).path("state").asText();
    }

    private JsonNode of(String plan) {
        for (JsonNode one : status().path("freshness")) {
            if (one.path("plan").asText().equals(plan)) {
                return one;
            }
        }
        throw new AssertionError("nothing about " + plan + " in " + status());
    }
}
