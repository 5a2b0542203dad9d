package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SideBySideTest {

    private final SideBySide places = new SideBySide("test-places", 3);

    @AfterEach
    void close() {
        places.close();
    }

    @Test
    void answersComeInOrderAndNoMoreThanThePlacesWorkAtOnce() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> things = IntStream.range(0, 500).boxed().toList();

        List<Integer> answers = places.each(things, thing -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
            return thing * 2;
        });

        assertThat(answers).isEqualTo(things.stream().map(thing -> thing * 2).toList());
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void anInterruptEndsAllOfItBeforeAnybodyGoesOn() throws Exception {
        CountDownLatch begun = new CountDownLatch(3);
        AtomicInteger cleaned = new AtomicInteger();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            try {
                places.each(IntStream.range(0, 100).boxed().toList(), thing -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                        return thing;
                    } finally {
                        cleaned.incrementAndGet();
                    }
                });
            } catch (InterruptedException expected) {
                interrupted.set(cleaned.get() == 3);
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();

        assertThat(interrupted).isTrue();
        assertThat(cleaned).hasValue(3);
    }

    @Test
    void whatNobodyForesawEndsTheRestAndIsThrown() {
        IllegalStateException own = new IllegalStateException("unforeseen");

        assertThatThrownBy(() -> places.each(List.of(1, 2, 3), thing -> {
                    throw own;
                }))
                .isSameAs(own);
    }
}
