package io.atlasoffsite.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CopyEventTest {

    private static final String COPY = "32b6e34b3d91647abb20e7b8/orders/20260802T170656Z-6a6f78e0cab84da5c4476b25";
    private static final CopyEvent.About ABOUT = new CopyEvent.About("r-1", "orders-nightly", COPY, "vault");
    private static final CopyEvent.Stored STORED = new CopyEvent.Stored(1234, 2, "a".repeat(64));
    private static final CopyOutcome.Failure FAILURE =
            new CopyOutcome.Failure(Reason.STORE_FULL, "the store vault is full", "make room");
    private static final URI SOURCE = URI.create("urn:atlas-offsite:node-1");
    private static final Instant NOW = Instant.parse("2026-08-02T17:30:00Z");

    private final Json json = new Json();

    static List<CopyEvent> events() {
        return List.of(
                CopyEvent.started(ABOUT),
                CopyEvent.completed(ABOUT, STORED),
                CopyEvent.skipped(ABOUT, STORED),
                CopyEvent.failed(ABOUT, FAILURE, "ID:1"),
                CopyEvent.failed(new CopyEvent.About("r-1", "", "", ""), FAILURE, "ID:1"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventFitsTheSchema(CopyEvent event) throws IOException {
        Schemas.assertFits("event", event.toCloudEvent(json, SOURCE, NOW).toTree(json));
    }

    @Test
    void aCompletedEventTellsWhatLiesInTheStore() {
        ObjectNode tree = CopyEvent.completed(ABOUT, STORED)
                .toCloudEvent(json, SOURCE, NOW)
                .toTree(json);

        assertThat(json.write(tree))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\""
                        + tree.path("id").asText()
                        + "\",\"type\":\"io.atlasoffsite.copy.completed\",\"source\":\"urn:atlas-offsite:node-1\",\"subject\":\""
                        + COPY + "\",\"time\":\"2026-08-02T17:30:00Z\",\"datacontenttype\":\"application/json\","
                        + "\"data\":{\"requestId\":\"r-1\",\"plan\":\"orders-nightly\",\"copyId\":\"" + COPY
                        + "\",\"store\":\"vault\",\"outcome\":\"copied\",\"bytes\":1234,\"archives\":2,\"seal\":\""
                        + "a".repeat(64) + "\"}}");
    }

    @Test
    void f38_theSameHappeningHasTheSameIdWheneverItIsAnnounced() {
        CloudEvent first = CopyEvent.completed(ABOUT, STORED).toCloudEvent(json, SOURCE, NOW);
        CloudEvent again = CopyEvent.completed(ABOUT, STORED).toCloudEvent(json, SOURCE, NOW.plusSeconds(3600));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(UUID.fromString(first.id()).version()).isEqualTo(8);
        assertThat(UUID.fromString(first.id()).variant()).isEqualTo(2);
    }

    @Test
    void differentHappeningsHaveDifferentIds() {
        Stream<CopyEvent.About> others = Stream.of(
                new CopyEvent.About("r-2", "orders-nightly", COPY, "vault"),
                new CopyEvent.About("r-1", "orders-nightly", COPY, "disk"),
                new CopyEvent.About("r-1", "orders-nightly", COPY + "v", "ault"),
                ABOUT);
        List<String> ids = Stream.concat(others.map(CopyEvent::started), Stream.of(CopyEvent.completed(ABOUT, STORED)))
                .map(CopyEvent::id)
                .toList();

        assertThat(ids.stream().collect(Collectors.toSet())).hasSize(ids.size());
    }

    @Test
    void f42_twoMessagesThatCouldNotBeReadHaveAnEventEach() {
        CopyEvent.About unread = new CopyEvent.About("", "", "", "");

        assertThat(CopyEvent.failed(unread, FAILURE, "ID:1").id())
                .isEqualTo(CopyEvent.failed(unread, FAILURE, "ID:1").id())
                .isNotEqualTo(CopyEvent.failed(unread, FAILURE, "ID:2").id());
    }

    @Test
    void onlyAFailedEventHasAFailure() {
        assertThatThrownBy(() -> new CopyEvent(
                        CopyEvent.Type.COMPLETED,
                        "r",
                        "p",
                        COPY,
                        "vault",
                        Optional.of(STORED),
                        Optional.of(FAILURE),
                        ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(CopyEvent.failed(ABOUT, FAILURE, "ID:1").reason()).contains(Reason.STORE_FULL);
        assertThat(CopyEvent.started(ABOUT).reason()).isEmpty();
    }
}
