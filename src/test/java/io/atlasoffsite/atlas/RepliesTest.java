package io.atlasoffsite.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {

    private static final String ID = "6a6f78e0cab84da5c4476b25";
    private static final AtlasCall LIST =
            AtlasCalls.listSnapshots(ClusterKind.FLEX, "32b6e34b3d91647abb20e7b8", "orders");

    @Test
    void f21_aFlexSnapshotAsReceivedIsRead() {
        Snapshot snapshot = Replies.snapshot(ClusterKind.FLEX, json("""
                {"expiration":"2026-08-10T17:05:10Z","finishTime":"2026-08-02T17:06:56Z","id":"6a6f78e0cab84da5c4476b25",
                 "mongoDBVersion":"8.0.29","status":"COMPLETED","brandNew":{"deep":[1]},"replicaSetName":null}"""));
        assertThat(snapshot.completed()).isTrue();
        assertThat(snapshot.takenAt()).contains(Instant.parse("2026-08-02T17:06:56Z"));
        assertThat(snapshot.replicaSetName()).isEmpty();
        assertThat(snapshot.storageSizeBytes()).isEmpty();
        assertThat(snapshot.json()).contains("brandNew");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-08-02T17:06:56Z", "2026-08-02T17:06:56.000Z", "2026-08-02T19:06:56+02:00"})
    void f21_datesComeWithAndWithoutFractionsAndZones(String date) {
        Snapshot snapshot =
                Replies.snapshot(ClusterKind.DEDICATED, json("{\"id\":\"" + ID + "\",\"createdAt\":\"" + date + "\"}"));
        assertThat(snapshot.takenAt()).contains(Instant.parse("2026-08-02T17:06:56Z"));
    }

    @Test
    void f21_whatIsMissingOrNullIsEmpty() {
        Snapshot snapshot = Replies.snapshot(
                ClusterKind.DEDICATED, json("{\"id\":\"" + ID + "\",\"createdAt\":null,\"storageSizeBytes\":0}"));
        assertThat(snapshot.completed()).isFalse();
        assertThat(snapshot.takenAt()).isEmpty();
        assertThat(snapshot.status()).isEmpty();
        assertThat(snapshot.storageSizeBytes()).isEmpty();
        assertThat(Replies.snapshots(ClusterKind.FLEX, json("{\"results\":null}")))
                .isEmpty();
        assertThat(Replies.snapshots(ClusterKind.FLEX, json("{}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":null}",
                "{\"id\":7}",
                "{\"id\":{\"a\":1}}",
                "{\"id\":\"../../../etc/passwd\"}",
                "{\"id\":\"6A6F78E0CAB84DA5C4476B25\"}",
                "{\"id\":\"6a6f78e0cab84da5c4476b25\\n\"}"
            })
    void f21_aMissingOrHostileIdIsRefused(String body) {
        assertUnusable(() -> Replies.snapshot(ClusterKind.FLEX, json(body)));
        assertUnusable(() -> Replies.downloadJob(ClusterKind.FLEX, json(body)));
    }

    @Test
    void f21_aDateNobodyCanReadIsRefused() {
        assertUnusable(
                () -> Replies.snapshot(ClusterKind.FLEX, json("{\"id\":\"" + ID + "\",\"finishTime\":\"yesterday\"}")));
    }

    @Test
    void aJobWithoutAnAddressIsNotReadyAndItsAddressHidesItself() {
        assertThat(Replies.downloadJob(ClusterKind.FLEX, json("{\"id\":\"" + ID + "\",\"snapshotUrl\":null}"))
                        .ready())
                .isFalse();
        DownloadJob ready = Replies.downloadJob(
                ClusterKind.FLEX, json("{\"id\":\"" + ID + "\",\"snapshotUrl\":\"https://h.mongodb.net/s3cret\"}"));
        assertThat(ready.ready()).isTrue();
        assertThat(ready.toString()).doesNotContain("s3cret");
        assertThat(Replies.downloadJob(ClusterKind.FLEX, json("{\"id\":\"" + ID + "\",\"status\":\"Failed\"}"))
                        .failed())
                .isTrue();
    }

    @Test
    void f27_theNextLinkIsFollowedOnTheConfiguredHost() {
        JsonNode page = next("https://evil.example.com" + LIST.path() + "?pageNum=2&itemsPerPage=500");
        Optional<AtlasCall> next = Replies.nextPage(LIST, page);
        assertThat(next.orElseThrow().target()).isEqualTo(LIST.path() + "?pageNum=2&itemsPerPage=500");
        assertThat(Replies.nextPage(LIST, json("{\"links\":[{\"rel\":\"self\",\"href\":\"x\"}]}")))
                .isEmpty();
        assertThat(Replies.nextPage(LIST, json("{\"links\":null}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cloud.mongodb.com/api/atlas/v2/groups",
                "https://cloud.mongodb.com/api/atlas/v2/groups/../../x?pageNum=2",
                "not an address",
                "https://cloud.mongodb.com",
                ""
            })
    void f27_aNextLinkThatLeadsElsewhereIsRefused(String href) {
        assertUnusable(() -> Replies.nextPage(LIST, next(href)));
    }

    private static JsonNode next(String href) {
        return json("{\"links\":[{\"rel\":\"next\",\"href\":\"" + href + "\"}]}");
    }

    private static void assertUnusable(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        assertThatExceptionOfType(OffsiteException.class)
                .isThrownBy(reading)
                .satisfies(broken -> assertThat(broken.reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE))
                .satisfies(broken -> assertThat(broken.retryable()).isTrue());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
