package io.atlasoffsite.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RehearsalEventTest {

    private static final String COPY = "32b6e34b3d91647abb20e7b8/orders/20260802T170656Z-6a6f78e0cab84da5c4476b25";
    private static final RehearsalEvent.About ABOUT = new RehearsalEvent.About("nightly", "orders", COPY, "vault");
    private static final URI SOURCE = URI.create("urn:atlas-offsite:node-1");
    private static final Instant NOW = Instant.parse("2026-08-02T17:30:00Z");

    private final Json json = new Json();

    private static RehearsalEvent ended(String outcome, Optional<CopyOutcome.Failure> failure) {
        return new RehearsalEvent("r", ABOUT, Optional.of(new RehearsalEvent.Ended(outcome, 1234, 1.5, failure)));
    }

    private static RehearsalEvent failed() {
        return ended(
                "failed", Optional.of(new CopyOutcome.Failure(Reason.INTEGRITY, "the proof ended with 1", "look")));
    }

    @Test
    void everyRehearsalIsTheEventOfARestore() throws IOException {
        RehearsalEvent none =
                new RehearsalEvent("r", new RehearsalEvent.About("nightly", "orders", "", "vault"), failed().ended());
        for (RehearsalEvent event : List.of(
                new RehearsalEvent("r", ABOUT, Optional.empty()),
                ended("extracted", Optional.empty()),
                ended("proved", Optional.empty()),
                failed(),
                none)) {
            Schemas.assertFits("event", event.toCloudEvent(json, SOURCE, NOW).toTree(json));
        }
    }

    @Test
    void aFailedOneTellsWhy() {
        CloudEvent event = failed().toCloudEvent(json, SOURCE, NOW);

        assertThat(event.type()).isEqualTo("io.atlasoffsite.restore.failed");
        assertThat(event.subject()).isEqualTo(COPY);
        assertThat(json.write(event.data()))
                .isEqualTo(
                        "{\"requestId\":\"r\",\"restore\":\"rehearsal\",\"plan\":\"nightly\",\"cluster\":\"orders\",\"copyId\":\""
                                + COPY
                                + "\",\"store\":\"vault\",\"outcome\":\"failed\",\"bytes\":1234,\"seconds\":1.5,\"reason\":\"integrity\","
                                + "\"summary\":\"the proof ended with 1\",\"hint\":\"look\"}");
    }

    @Test
    void theSameHappeningHasTheSameIdAndAnotherOneAnother() {
        RehearsalEvent started = new RehearsalEvent("r", ABOUT, Optional.empty());
        List<String> ids = Stream.of(
                        started,
                        new RehearsalEvent("s", ABOUT, Optional.empty()),
                        new RehearsalEvent(
                                "r", new RehearsalEvent.About("weekly", "orders", COPY, "vault"), Optional.empty()),
                        new RehearsalEvent(
                                "r", new RehearsalEvent.About("nightly", "orders", COPY, "disk"), Optional.empty()),
                        ended("proved", Optional.empty()),
                        failed())
                .map(RehearsalEvent::id)
                .toList();

        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(new RehearsalEvent("r", ABOUT, Optional.empty()).id()).isEqualTo(started.id());
    }
}
