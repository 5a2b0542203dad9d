package io.atlasoffsite.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private final RetryAfter retryAfter =
            new RetryAfter(Clock.fixed(Instant.parse("2026-08-02T17:06:56Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "30|30", "' 5 '|5", "Sun, 02 Aug 2026 17:07:06 GMT|10"})
    void f17_secondsAndDatesAreRead(String header, long seconds) {
        assertThat(retryAfter.parse(header)).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void aDateThatIsPastMeansNow() {
        assertThat(retryAfter.parse("Sun, 02 Aug 2026 17:06:00 GMT")).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999999999", "9999999999999999999999999999999"})
    void f17_absurdSecondsStayLargerThanAnyLimit(String header) {
        assertThat(retryAfter.parse(header).orElseThrow()).isGreaterThan(Duration.ofDays(365));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "soon", "1.5", "1e9", "2026-08-02T17:07:06Z", "٣"})
    void garbageIsAsIfNothingWasSaid(String header) {
        assertThat(retryAfter.parse(header)).isEmpty();
    }
}
