package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.ops.RehearsalState;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** The pack with its triggers, as the service runs it. */
class TriggeredRoutesTest extends PackSupport {

    @Override
    String routes() {
        return OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS;
    }

    @Test
    void everyPlanWithAScheduleHasARouteOfItsOwn() {
        pack().startSchedules();

        assertThat(routeIds())
                .contains(
                        "offsite-on-message",
                        "offsite-on-schedule-often",
                        "offsite-on-schedule-seldom",
                        "offsite-on-rehearsal-schedule-often")
                .doesNotContain("offsite-on-rehearsal-schedule-seldom");
        assertThat(context.getRouteController()
                        .getRouteStatus("offsite-on-message")
                        .isStarted())
                .isTrue();
    }

    @Test
    void aDuePlanIsCopiedThroughTheQueue() {
        pack().startSchedules();

        await().atMost(Duration.ofSeconds(20)).until(() -> !manifests("one").isEmpty());
    }

    @Test
    void aDuePlanIsRehearsedOnceForEachFire() {
        pack().startSchedules();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> pack().watch().rehearsals().judged(Instant.now()).stream()
                        .anyMatch(one -> one.state() == RehearsalState.State.EXTRACTED));
        assertThat(store("one").resolve(".offsite/rehearsals/fires")).isNotEmptyDirectory();
        assertThat(store("one").resolve(".offsite/rehearsals/last/often_32b6e34b3d91647abb20e7b8_flex-orders.json"))
                .exists();
    }

    @Test
    void f42_aRequestThatIsNotJsonBecomesOneLetterAndNoCopy() {
        MockEndpoint letters = context.getEndpoint(DEAD + ".invalid-request", MockEndpoint.class);

        template.sendBody(REQUESTS, "not json");

        await().until(() -> letters.getReceivedCounter() == 1);
        assertThat(letters.getExchanges().get(0).getMessage().getHeaders().keySet())
                .contains(Headers.REASON, Headers.LETTER_ID)
                .noneMatch(name -> name.startsWith("Camel"));
        assertThat(manifests("one")).isEmpty();
    }
}
