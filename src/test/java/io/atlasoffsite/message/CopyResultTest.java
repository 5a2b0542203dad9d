package io.atlasoffsite.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CopyResultTest {

    private static final CopyOutcome.Archive ARCHIVE = new CopyOutcome.Archive(
            "orders-0a1b2c3d.tar.gz",
            1234,
            "b".repeat(64),
            OptionalDouble.of(1.5),
            OptionalDouble.of(0.25),
            OptionalDouble.empty());
    private static final CopyOutcome.Failure FAILURE =
            new CopyOutcome.Failure(Reason.STORE_UNAVAILABLE, "the store disk does not answer", "try later");

    private final Json json = new Json();

    @Test
    void theResultIsAListOfFlatObjectsThatFitsTheSchema() throws IOException {
        CopyResult result = new CopyResult(
                "r-1",
                "orders",
                List.of(
                        CopyOutcome.copied("p/c/t-s", "vault", ARCHIVE),
                        CopyOutcome.skipped("p/c/t-s", "tape", Optional.empty()),
                        CopyOutcome.failed("", "disk", FAILURE)));

        Schemas.assertFits("copy-result", result.toTree(json));
        assertThat(json.write(result.toTree(json)))
                .isEqualTo("[{\"copyId\":\"p/c/t-s\",\"store\":\"vault\",\"outcome\":\"copied\","
                        + "\"file\":\"orders-0a1b2c3d.tar.gz\",\"bytes\":1234,\"sha256\":\"" + "b".repeat(64)
                        + "\",\"transferSeconds\":1.5,\"transferCpuSeconds\":0.25},"
                        + "{\"copyId\":\"p/c/t-s\",\"store\":\"tape\",\"outcome\":\"skipped\"},"
                        + "{\"copyId\":\"\",\"store\":\"disk\",\"outcome\":\"failed\",\"reason\":\"store-unavailable\","
                        + "\"summary\":\"the store disk does not answer\",\"hint\":\"try later\"}]");
        assertThat(result.complete()).isFalse();
    }

    @Test
    void whatIsHandedOverSaysWhereEachCopyIs() throws IOException {
        CopyResult result = new CopyResult(
                "r-1",
                "orders",
                List.of(
                        CopyOutcome.copied("p/c/t-s", "vault", ARCHIVE).in(URI.create("s3://acme/atlas/p/c/t-s")),
                        CopyOutcome.failed("p/c/t-s", "disk", FAILURE)));

        Schemas.assertFits("copy-handover", result.toHandover(json));
        assertThat(result.toHandover(json)
                        .path("outcomes")
                        .path(0)
                        .path("location")
                        .asText())
                .isEqualTo("s3://acme/atlas/p/c/t-s");
        Schemas.assertFits("copy-result", result.toTree(json));
    }

    @Test
    void aFailedOutcomeIsNowhere() {
        CopyOutcome failed = CopyOutcome.failed("p/c/t-s", "disk", FAILURE);

        assertThatThrownBy(() -> failed.in(URI.create("file:///backup/p/c/t-s")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFailureBelongsToAFailedOutcomeAlone() {
        assertThatThrownBy(() -> new CopyOutcome(
                        "c", "vault", Outcome.COPIED, Optional.of(ARCHIVE), Optional.of(FAILURE), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CopyOutcome(
                        "c", "vault", Outcome.FAILED, Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CopyOutcome(
                        "c", "vault", Outcome.COPIED, Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
