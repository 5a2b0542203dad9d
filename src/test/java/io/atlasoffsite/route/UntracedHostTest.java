package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.testing.LogLines;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** An application that has no tracer: ids in the log all the same, and no word of a trace anywhere. */
class UntracedHostTest extends PackSupport {

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    @Test
    void linesSayWhichRequestTheyAreAboutAndNoTrace() {
        Map<String, String> before = MDC.getCopyOfContextMap();
        try (LogLines lines = new LogLines()) {
            copy(Map.of());

            assertThat(lines.ids("in store one"))
                    .anySatisfy(ids -> assertThat(ids)
                            .containsOnlyKeys("offsite.request_id", "offsite.plan", "offsite.copy_id")
                            .containsEntry("offsite.request_id", "untraced-1")
                            .containsEntry("offsite.plan", "flex"));
        }
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(before);
    }

    @Test
    void aTraceparentNobodyFollowsGoesNowhere() {
        copy(Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        assertThat(context.getEndpoint(EVENTS, MockEndpoint.class).getReceivedExchanges())
                .hasSize(4)
                .allSatisfy(event ->
                        assertThat(event.getMessage().getBody(String.class)).doesNotContain("traceparent"));
        assertThat(sandbox().requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("traceparent"));
    }

    private void copy(Map<String, Object> headers) {
        template.requestBodyAndHeaders(
                "direct:offsite-copy-snapshot",
                "{\"schema\":1,\"requestId\":\"untraced-1\",\"plan\":\"flex\"}",
                headers);
    }
}
