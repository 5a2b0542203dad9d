package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
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
                .contains("offsite-on-message", "offsite-on-schedule-often", "offsite-on-schedule-seldom");
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
