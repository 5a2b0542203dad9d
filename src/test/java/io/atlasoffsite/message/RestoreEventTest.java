package io.atlasoffsite.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RestoreEventTest {

    private static final String COPY = "32b6e34b3d91647abb20e7b8/orders/20260802T170656Z-6a6f78e0cab84da5c4476b25";
    private static final RestoreSubject OFFSITE = new RestoreSubject.Offsite(COPY, "orders");
    private static final RestoreSubject IN_ATLAS =
            new RestoreSubject.InAtlas("6a6f78e0cab84da5c4476b25", "32b6e34b3d91647abb20e7b8", "staging");
    private static final CopyOutcome.Failure FAILURE =
            new CopyOutcome.Failure(Reason.INTEGRITY, "archive a.tar.gz is damaged", "restore another copy");
    private static final URI SOURCE = URI.create("urn:atlas-offsite:node-1");
    private static final Instant NOW = Instant.parse("2026-08-02T17:30:00Z");

    private final Json json = new Json();

    static List<RestoreResult> results() {
        RestoreOutcome.Archive archive = new RestoreOutcome.Archive(
                "orders-1a2b3c4d.tar.gz", "", "orders", "vault", 1234, "a".repeat(64), 7, 5000, true, false, List.of());
        return List.of(
                new RestoreResult("r", OFFSITE, unpacked(true, archive)),
                new RestoreResult("r", OFFSITE, unpacked(false, archive)),
                new RestoreResult("r", OFFSITE, RestoreOutcome.Failed.because(FAILURE)),
                new RestoreResult("", RestoreSubject.Offsite.unknown(), RestoreOutcome.Failed.because(FAILURE)),
                new RestoreResult("r", IN_ATLAS, new RestoreOutcome.Completed("6a6f78e0cab84da5c4476b26")),
                new RestoreResult("r", IN_ATLAS, new RestoreOutcome.Failed(true, Optional.of("6a6f"), FAILURE)),
                new RestoreResult("", RestoreSubject.InAtlas.unknown(), RestoreOutcome.Failed.because(FAILURE)));
    }

    private static RestoreOutcome unpacked(boolean whole, RestoreOutcome.Archive archive) {
        return new RestoreOutcome.Unpacked(
                whole, false, "b".repeat(64), "8.0.4", 1.5, 0.75, List.of(archive), List.of("a warning"));
    }

    @ParameterizedTest
    @MethodSource("results")
    void everyResultAndItsEventFitTheirSchemas(RestoreResult result) throws IOException {
        Schemas.assertFits("restore-result", result.toTree(json));
        RestoreEvent event = result.outcome() instanceof RestoreOutcome.Failed
                ? RestoreEvent.failed(result, "ID:1")
                : RestoreEvent.completed(result);
        Schemas.assertFits("event", event.toCloudEvent(json, SOURCE, NOW).toTree(json));
    }

    @Test
    void aStartedEventTellsWhatIsRestoredWhere() throws IOException {
        CloudEvent event = RestoreEvent.started("r", OFFSITE).toCloudEvent(json, SOURCE, NOW);

        Schemas.assertFits("event", event.toTree(json));
        assertThat(event.type()).isEqualTo("io.atlasoffsite.restore.started");
        assertThat(event.subject()).isEqualTo(COPY);
        assertThat(json.write(event.data()))
                .isEqualTo("{\"requestId\":\"r\",\"restore\":\"offsite\",\"copyId\":\"" + COPY
                        + "\",\"into\":\"orders\",\"outcome\":\"started\"}");
    }

    @Test
    void f38_theSameHappeningHasTheSameIdAndAnotherOneAnother() {
        RestoreResult unread =
                new RestoreResult("", RestoreSubject.Offsite.unknown(), RestoreOutcome.Failed.because(FAILURE));
        List<String> ids = Stream.of(
                        RestoreEvent.started("r", OFFSITE),
                        RestoreEvent.started("s", OFFSITE),
                        RestoreEvent.started("r", IN_ATLAS),
                        RestoreEvent.started("r", new RestoreSubject.Offsite(COPY, "elsewhere")),
                        RestoreEvent.completed(results().get(0)),
                        RestoreEvent.failed(unread, "ID:1"),
                        RestoreEvent.failed(unread, "ID:2"))
                .map(RestoreEvent::id)
                .toList();

        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(RestoreEvent.started("r", OFFSITE).id()).isEqualTo(ids.get(0));
    }

    @Test
    void onlyWhatHasEndedHasAnOutcome() {
        assertThatThrownBy(() -> new RestoreEvent(RestoreEvent.Type.COMPLETED, "r", OFFSITE, Optional.empty(), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
