package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1048575, 1.0 MiB",
        "67108864, 64.0 MiB",
        "1099511627776, 1.0 TiB",
        "9223372036854775807, 8.0 EiB"
    })
    void bytesHaveAUnitPeopleKnow(long bytes, String shown) {
        assertThat(Human.bytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT-5S, 0s", "PT59S, 59s", "PT61S, 1m 1s", "PT26H, 1d 2h", "PT48H, 2d", "PT1H30M5S, 1h 30m"
    })
    void agesHaveTwoUnits(Duration age, String shown) {
        assertThat(Human.age(age)).isEqualTo(shown);
    }

    @Test
    void timesAreWholeSecondsInUtc() {
        assertThat(Human.time(Optional.of(Instant.parse("2026-08-02T17:06:56.789Z"))))
                .isEqualTo("2026-08-02T17:06:56Z");
        assertThat(Human.time(Optional.empty())).isEmpty();
    }

    @Test
    void oneIsNotMany() {
        assertThat(Human.count(1, "copy", "copies")).isEqualTo("1 copy");
        assertThat(Human.count(0, "copy", "copies")).isEqualTo("0 copies");
    }
}
