package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrickleWatchTest {

    private final AtomicLong now = new AtomicLong();
    private final TrickleWatch watch = new TrickleWatch(Duration.ofSeconds(60), now::get);

    private void read(long seconds, int bytes) {
        watch.waiting();
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
        watch.got(bytes);
    }

    @Test
    void aByteEveryFiftySecondsIsTooSlowAfterTenMinutes() {
        for (int reads = 0; reads < 11; reads++) {
            read(50, 1);
            assertThat(watch.tooSlow()).isFalse();
        }
        read(50, 1);
        assertThat(watch.tooSlow()).isTrue();
    }

    @Test
    void aSlowLineIsNotTooSlow() {
        for (int reads = 0; reads < 1000; reads++) {
            read(9, 1024);
            assertThat(watch.tooSlow()).isFalse();
        }
    }

    @Test
    void timeInWhichNobodyWaitsDoesNotCount() {
        for (int reads = 0; reads < 100; reads++) {
            read(1, 1);
            now.addAndGet(Duration.ofHours(1).toNanos());
            assertThat(watch.tooSlow()).isFalse();
        }
    }

    @Test
    void aNewConnectionIsNotBlamedForTheOldOne() {
        read(599, 1);
        watch.startOver();
        read(2, 1);
        assertThat(watch.tooSlow()).isFalse();
    }
}
