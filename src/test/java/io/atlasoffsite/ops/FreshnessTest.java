package io.atlasoffsite.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {

    private static final Instant NOW = Instant.parse("2026-08-02T12:00:00Z");
    private static final Freshness.Promise PROMISE =
            new Freshness.Promise("orders", "flex-orders", "disk", Duration.ofHours(26));

    @ParameterizedTest
    @CsvSource({"PT1H, FRESH", "PT26H, FRESH", "PT26H0.001S, STALE", "P30D, STALE", "PT-1H, FRESH"})
    void aCopyIsFreshAsLongAsItWasPromised(Duration age, Freshness.State state) {
        Freshness judged = PROMISE.judge(Optional.of(NOW.minus(age)), NOW);
        assertThat(judged.state()).isEqualTo(state);
        assertThat(judged.age()).contains(age);
    }

    @Test
    void noCopyIsMissingAndNoAnswerIsUnknown() {
        assertThat(PROMISE.judge(Optional.empty(), NOW).state()).isEqualTo(Freshness.State.MISSING);
        assertThat(PROMISE.unknown().state().word()).isEqualTo("unknown");
    }
}
